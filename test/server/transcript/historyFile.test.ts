import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LIMITS } from '../../../server/protocol/limits';
import { textSize } from '../../../server/protocol/text';
import { TRANSCRIPT_HEADER } from '../../../server/protocol/transcript';
import { NotAHistory } from '../../../server/transcript/historyFile';
import { asEntries, exported, localTimeOf as at, readHistory, readHistoryText } from '../../helpers/history';
import { inTimeZone } from '../../helpers/timeZone';

const original = path.join(import.meta.dirname, '../../fixtures/chat_history.original.txt');
const message = (name: string, time: number, text: string) => ({ kind: 'message', name, at: time, text }) as const;
const morning = at(2024, 3, 1, 9, 5);

describe('a chat_history.txt of the Python chat', () => {
  const afternoon = (minute: number) => at(2024, 3, 1, 13, minute);

  it('is read as it was said: senders, minutes, texts and order', () => {
    assert.deepEqual(readHistory(original).entries, [
      { kind: 'joined', name: 'ana', at: morning, text: '' },
      message('ana', morning, 'Good morning!'),
      { kind: 'joined', name: 'bob', at: at(2024, 3, 1, 9, 6), text: '' },
      message('bob', at(2024, 3, 1, 12, 0), 'noon: a | b || c, cat x | grep y'),
      message('ana', at(2024, 3, 1, 0, 30), 'half past midnight, and\nthree lines\n\nwith a blank one'),
      message('bob', afternoon(7), 'emoji 👨‍👩‍👧 👍🏽 and üñíçödé 你好 שלום'),
      message('ana', afternoon(8), '\ttabs\tand  two spaces '),
      message('bob', afternoon(9), '"quotes" \'single\' `back` \\ backslash \\n not a break'),
      message('ana', afternoon(10), '<script>alert(1)</script> <b>bold</b> &amp;'),
      message('', afternoon(11), 'said by nobody'),
      message('ana', afternoon(12), ''),
      message('ana', afternoon(12), 'twice'),
      message('ana', afternoon(12), 'twice'),
      message(
        'bob',
        afternoon(13),
        'not an entry:\nx|y|z\n2024-03-01|01:14 PM|no sender\nana|2024-3-1|01:14 PM|short date',
      ),
      message('Server', at(2024, 3, 1, 23, 59), 'going down for maintenance'),
      { kind: 'left', name: 'bob', at: at(2024, 3, 1, 23, 59), text: '' },
      message('ana', at(2024, 3, 1, 23, 59), 'on a day that never was'),
      message('bob', at(2024, 3, 1, 23, 59), 'at an hour that never was'),
      message('bob', at(2024, 3, 2, 8, 0), 'back to normal'),
    ]);
  });

  it('has its impossible dates reported by line number', () => {
    const what = 'no such date or time: kept with the time of the entry before';
    assert.deepEqual(readHistory(original).problems, [{ first: 23, last: 24, what }]);
  });

  it('reads the same with the line ends of Windows and a byte order mark', () => {
    const windows = `\uFEFF${readFileSync(original, 'utf8').replaceAll('\n', '\r\n')}`;
    assert.deepEqual(readHistoryText(windows), readHistory(original));
  });

  it('keeps a carriage return that is part of a text', () => {
    const { entries } = readHistoryText('ana|2024-03-01|09:05 AM|one\nana|2024-03-01|09:05 AM|two\r\n');
    assert.deepEqual(entries, [message('ana', morning, 'one'), message('ana', morning, 'two\r')]);
  });

  it('does not need a line break at its end', () => {
    assert.deepEqual(readHistoryText('ana|2024-03-01|09:05 AM|hi').entries, [message('ana', morning, 'hi')]);
  });

  it('takes hours of one digit', () => {
    assert.deepEqual(readHistoryText('ana|2024-03-01|9:05 AM|hi\n').entries, [message('ana', morning, 'hi')]);
  });

  it('keeps lines before the first entry, with its time and without a name', () => {
    const { entries, problems } = readHistoryText('lost\nand found\nana|2024-03-01|09:05 AM|hi\n');
    assert.deepEqual(entries, [message('', morning, 'lost\nand found'), message('ana', morning, 'hi')]);
    assert.deepEqual(problems, [
      { first: 1, last: 1, what: 'before the first entry: kept as an entry without a name' },
    ]);
  });

  it('gives an impossible date at the beginning the first time that is possible', () => {
    const { entries } = readHistoryText('ana|2023-13-01|09:05 AM|hi\nbob|2024-03-01|09:05 AM|ho\n');
    assert.deepEqual(entries, [message('ana', morning, 'hi'), message('bob', morning, 'ho')]);
  });

  for (const date of ['2023-02-29', '2024-00-10', '2024-10-00', '2024-04-31', '0000-01-01', '1969-12-30']) {
    it(`knows that there is no ${date}`, () => {
      const { entries, problems } = readHistoryText(`a|2024-03-01|09:05 AM|x\nb|${date}|10:00 AM|y\n`);
      assert.deepEqual(entries[1], message('b', morning, 'y'));
      assert.equal(problems[0]?.first, 2);
    });
  }

  for (const time of ['00:30 AM', '13:00 AM', '10:60 PM', '99:99 PM']) {
    it(`knows that there is no ${time}`, () => {
      const { entries, problems } = readHistoryText(`a|2024-03-01|09:05 AM|x\nb|2024-03-05|${time}|y\n`);
      assert.deepEqual(entries[1], message('b', morning, 'y'));
      assert.equal(problems[0]?.first, 2);
    });
  }

  it('keeps what is not UTF-8 as replacement characters, and reports the lines', () => {
    const bytes = Buffer.concat([
      Buffer.from('ana|2024-03-01|09:05 AM|caf'),
      Buffer.from([0xe9, 0x0a]),
      Buffer.from([0xff]),
    ]);
    const { entries, problems } = readHistoryText(bytes);
    assert.deepEqual(entries, [message('ana', morning, 'caf\uFFFD\n\uFFFD')]);
    assert.deepEqual(problems, [
      { first: 1, last: 2, what: 'not UTF-8: each byte that could not be read became \uFFFD' },
    ]);
  });

  it('keeps a NUL as a replacement character, and reports the line', () => {
    const { entries, problems } = readHistoryText('a\0b|2024-03-01|09:05 AM|x\0y\n');
    assert.deepEqual(entries, [message('a\uFFFDb', morning, 'x\uFFFDy')]);
    assert.equal(problems[0]?.what, 'NUL: became \uFFFD');
  });

  it('goes on in further entries where a text is longer than a message may be', () => {
    const lines = ['😀'.repeat(7_000), 'b'.repeat(7_000), 'c'.repeat(7_000)];
    const { entries, problems } = readHistoryText(`ana|2024-03-01|09:05 AM|${lines.join('\n')}\n`);
    assert.deepEqual(
      entries.map(({ text }) => textSize(text).codePoints),
      [LIMITS.textCodePoints, LIMITS.textCodePoints, 1_002],
    );
    assert.equal(entries.map(({ text }) => text).join(''), lines.join('\n'));
    assert.deepEqual(
      problems.map(({ first, last }) => [first, last]),
      [[2, 3]],
    );
  });

  it('keeps a line of many megabytes in entries of a message each', () => {
    const text = 'é😀x'.repeat(1_000_000);
    const { entries } = readHistoryText(`ana|2024-03-01|09:05 AM|${text}\nbob|2024-03-01|09:05 AM|hi`);
    assert.ok(entries.every((entry) => textSize(entry.text).codePoints <= LIMITS.textCodePoints));
    assert.equal(
      entries
        .slice(0, -1)
        .map((entry) => entry.text)
        .join(''),
      text,
    );
    assert.deepEqual(entries.at(-1), message('bob', morning, 'hi'));
  });

  it('cuts a name that is longer than one can be and keeps the whole line', () => {
    const line = `${'n'.repeat(200)}|2024-03-01|09:05 AM|hi`;
    const { entries, problems } = readHistoryText(line);
    assert.deepEqual(entries, [message('n'.repeat(128), morning, line)]);
    assert.equal(problems.length, 1);
  });

  it('that is empty holds nothing', () => {
    assert.deepEqual(readHistoryText(''), { entries: [], problems: [] });
  });

  it('is told from a file of another kind', () => {
    assert.throws(() => readHistoryText('# Notes\n\nname|date|time|text\n'), NotAHistory);
    assert.throws(() => readHistoryText('ana|2024-02-31|09:05 AM|hi\n'), NotAHistory);
    assert.throws(() => readHistoryText(`${TRANSCRIPT_HEADER}\nscribbled\n`), NotAHistory);
  });
});

describe('a chat_history.txt of ours', () => {
  it('tells line breaks, bars and backslashes apart from its own', () => {
    const entries = asEntries([message('a|b\\n', morning, 'x|2024-03-01|09:05 AM|y\nz|2024-03-01|09:05 AM|\\|\\\r\n')]);
    assert.equal(exported(entries).split('\n').length, 3);
    assert.deepEqual(asEntries(readHistoryText(exported(entries)).entries), entries);
  });

  it('keeps what somebody wrote into it by hand, and reports the line', () => {
    const { entries, problems } = readHistoryText(`${TRANSCRIPT_HEADER}\nana|2024-03-01|09:05 AM|a\\nb\nby \\ hand\n`);
    assert.deepEqual(entries, [message('ana', morning, 'a\nb\nby \\ hand')]);
    assert.deepEqual(problems, [
      { first: 3, last: 3, what: 'not an entry: kept as a further line of the entry before' },
    ]);
  });

  it('with no entries holds nothing', () => {
    assert.deepEqual(readHistoryText(`${TRANSCRIPT_HEADER}\n`), { entries: [], problems: [] });
  });
});

describe('a history of another time zone', () => {
  it('keeps a time that the clocks here skipped as the time after it, and reports it', () => {
    inTimeZone('Europe/Berlin', () => {
      const { entries, problems } = readHistoryText('ana|2024-03-31|02:30 AM|hi\n');
      assert.deepEqual(entries, [message('ana', Date.parse('2024-03-31T03:30:00+02:00'), 'hi')]);
      assert.equal(
        problems[0]?.what,
        'no such time in this time zone on that day: kept with the time after the change',
      );
    });
  });

  it('takes the second of two equal minutes when the first is over', () => {
    inTimeZone('Europe/Berlin', () => {
      const { entries } = readHistoryText(
        'a|2024-10-27|02:10 AM|1\na|2024-10-27|02:50 AM|2\na|2024-10-27|02:10 AM|3\na|2024-10-27|03:00 AM|4\n',
      );
      const hours = ['02:10:00+02:00', '02:50:00+02:00', '02:10:00+01:00', '03:00:00+01:00'];
      assert.deepEqual(
        entries.map((entry) => entry.at),
        hours.map((hour) => Date.parse(`2024-10-27T${hour}`)),
      );
    });
  });

  it('leaves an order of its own as it is', () => {
    inTimeZone('Europe/Berlin', () => {
      const { entries } = readHistoryText('a|2024-03-01|02:50 AM|1\na|2024-03-01|02:10 AM|2\n');
      assert.ok(entries[1]!.at < entries[0]!.at);
    });
  });
});
