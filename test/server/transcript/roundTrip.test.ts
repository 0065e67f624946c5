import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ImportedEntry } from '../../../server/core/commands';
import { formatTranscriptEntry } from '../../../server/protocol/transcript';
import { startOfMinute } from '../../../server/transcript/localMinute';
import { asEntries, exported, readHistoryText } from '../../helpers/history';
import { inTimeZone } from '../../helpers/timeZone';

const MINUTE = 60_000;
const aminute = fc.integer({ min: Date.UTC(1971, 0) / MINUTE, max: Date.UTC(2100, 0) / MINUTE }).map((n) => n * MINUTE);
const awkward = fc.constantFrom(
  '|',
  '\\',
  '\n',
  '\r',
  '\\n',
  '\u2028',
  ' ',
  'SERVER',
  ' has left the chat.',
  '\nx|2024-03-01|09:05 AM|',
);
const clean = (text: string) => text.replaceAll('\0', '');
const atext = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(awkward, fc.string())).map((parts) => parts.join('')),
  )
  .map(clean);
const aname = fc
  .oneof(fc.constantFrom('ana', '', 'SERVER', 'a|b'), fc.string({ unit: 'grapheme', maxLength: 8 }))
  .map(clean);

const amessage = fc.record(
  { kind: fc.constant('message' as const), name: aname, at: aminute, text: atext },
  { noNullPrototype: true },
);
const anarrival = fc.record(
  {
    kind: fc.constantFrom('joined' as const, 'left' as const),
    name: aname.map((name) => name.replace(/[\n\r\u2028\u2029]/g, '')),
    at: aminute,
    text: fc.constant(''),
  },
  { noNullPrototype: true },
);
/** A message by the server that says what an arrival says is one. */
const isArrival = ({ kind, name, text }: ImportedEntry) =>
  kind === 'message' && /^server$/i.test(name) && / has (joined|left) the chat\.$/.test(text);
const ahistory = fc.array(fc.oneof(amessage, anarrival).filter((entry) => !isArrival(entry)));

describe('a history that is exported and read again', () => {
  it('has the same entries in the same order, whatever they say', () => {
    inTimeZone('UTC', () => {
      fc.assert(
        fc.property(ahistory, (history) => {
          assert.deepEqual(readHistoryText(exported(asEntries(history))), { entries: history, problems: [] });
        }),
        { numRuns: 500 },
      );
    });
  });

  for (const zone of ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia']) {
    it(`shows the same minutes in ${zone}`, () => {
      inTimeZone(zone, () => {
        fc.assert(
          fc.property(fc.array(amessage), (history) => {
            const file = exported(asEntries(history));
            const again = exported(asEntries(readHistoryText(file).entries));
            assert.equal(again, file);
          }),
        );
      });
    });
  }
});

describe('a minute as it is written', () => {
  it('is the minute it was written for', () => {
    inTimeZone('America/New_York', () => {
      fc.assert(
        fc.property(aminute, (at) => {
          const [, date = '', time = ''] = formatTranscriptEntry({ kind: 'joined', seq: 1, at, name: 'ana' }).split(
            '|',
          );
          assert.deepEqual(startOfMinute(date, time, at), { at, skipped: false });
        }),
      );
    });
  });
});

describe('a file of anything', () => {
  const lines = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('ana|2024-03-01|09:05 AM|hi', 'x|2024-99-01|09:05 AM|', '\r', ''),
    ),
  );

  it('loses no line when it is imported', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const texts = ['ana|2024-03-01|09:05 AM|start', ...some.map(clean)].join('\n').split('\n');
        const all = readHistoryText(texts.join('\n'))
          .entries.map(({ name, text }) => `${name}|${text}`)
          .join('\n');
        for (const text of texts)
          assert.ok(
            all.includes(
              text
                .split('|')
                .at(-1)!
                .replace(/^\uFEFF/, '')
                .toWellFormed(),
            ),
          );
      }),
    );
  });

  it('once imported, round-trips', () => {
    inTimeZone('UTC', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
          const first = readHistoryText(Buffer.concat([Buffer.from('ana|2024-03-01|09:05 AM|'), bytes])).entries;
          assert.deepEqual(readHistoryText(exported(asEntries(first))).entries, first);
        }),
      );
    });
  });
});
