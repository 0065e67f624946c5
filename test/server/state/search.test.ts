import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CommandOf } from '../../../server/core/commands';
import type { Journal } from '../../../server/journal/journal';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import { GENERAL } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { LIMITS } from '../../../server/protocol/limits';
import { openDatabase } from '../../../server/state/open';
import { eventually } from '../../helpers/eventually';
import { tempDir, type TempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';

const textOf = (entry: Entry) => (entry.kind === 'message' ? entry.text : entry.kind);
const said = (texts: readonly string[]): CommandOf<'import'> => ({
  kind: 'import',
  room: GENERAL,
  entries: texts.map((text, i) => ({ kind: 'message', name: 'eva', at: i * 60_000, text })),
});

describe('searching', () => {
  let dir: TempDir;
  let journal: Journal;
  const find = (text: string, over: { readonly before?: number; readonly limit?: number } = {}) =>
    journal.state.search({ room: GENERAL, text, limit: 50, ...over });
  /** A search takes only so much time at once: on a slow machine it has to be gone on with. */
  const findAll = (text: string, limit = 50): readonly Entry[] => {
    const found: Entry[] = [];
    let page = find(text, { limit });
    for (; !page.complete; page = find(text, { limit, before: page.reached })) found.push(...page.entries);
    return [...found, ...page.entries];
  };
  const texts = (text: string) => findAll(text).map(textOf);
  /** As many as it takes for the index to be filled. */
  const others = (count: number) => Array.from({ length: count }, (_, i) => `filler number ${i}`);
  const waiting = () => {
    const db = openDatabase(dir.file('chat.db'));
    try {
      return Number(
        db.prepare('SELECT (SELECT max(number) FROM entry) - indexed AS waiting FROM team').get()?.['waiting'],
      );
    } finally {
      db.close();
    }
  };

  beforeEach(() => {
    dir = tempDir();
    journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
  });
  afterEach(async () => {
    await journal.close();
    dir[Symbol.dispose]();
  });

  const both = (name: string, test: () => void | Promise<void>, given: readonly string[]) => {
    for (const [where, more] of [
      ['in what is not indexed yet', 0],
      ['in the index', 1_000],
    ] as const) {
      it(`${name}, ${where}`, async () => {
        await journal.submit(said([...given, ...others(more)]));
        if (more > 0) await indexed();
        await test();
      });
    }
  };
  const indexed = () =>
    eventually(async () => {
      await journal.close();
      const left = waiting();
      journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
      return left < 300;
    });

  both(
    'takes all the words, in any case and with any accents, and the beginning of the last',
    () => {
      assert.deepEqual(texts('naive CAFE'), ['Naïve Café am Ring', 'a cafe, naïve']);
      assert.deepEqual(texts('caf naïve'), []);
      assert.deepEqual(texts('naïve caf'), ['Naïve Café am Ring', 'a cafe, naïve']);
      assert.deepEqual(texts('naïve caf '), []);
      assert.deepEqual(texts('am r'), []);
      assert.deepEqual(texts('am ri'), ['Naïve Café am Ring']);
    },
    ['a cafe, naïve', 'Naïve Café am Ring'],
  );

  both(
    'takes all words that begin as the last one does, few or many, in any script',
    () => {
      const begins = (...all: readonly string[]) => all.map((text) => texts(text).length);
      assert.deepEqual(begins('wo', 'word1', 'word19', 'word199', 'word1999'), [302, 111, 11, 1, 0]);
      assert.deepEqual(begins('WOR', 'said wor', 'wor said', 'saidwor'), [301, 301, 0, 0]);
      assert.deepEqual(begins('прив', 'ПРИВЕТ', 'привета', 'wö', 'naïv'), [2, 2, 0, 302, 1]);
      assert.deepEqual(begins('said-wor', 'word1.2', 'one-tw'), [300, 0, 1]);
    },
    [
      ...Array.from({ length: 300 }, (_, i) => `I said word${i}`),
      ...['a world was said', 'wöchentlich naiv', 'Приветствие', 'ну, привет', 'one-two'],
    ],
  );

  both(
    'takes words in quotation marks as they stand next to each other',
    () => {
      assert.deepEqual(texts('"open the door"'), ['please open the door']);
      assert.deepEqual(texts('"open the do'), ['please open the door']);
      assert.deepEqual(texts('door open'), ['the door is open', 'please open the door']);
      assert.deepEqual(texts('foo.bar'), ['call foo.bar() now']);
    },
    ['please open the door', 'the door is open', 'call foo.bar() now', 'bar foo'],
  );

  both(
    'finds what is written without spaces by any part of it',
    () => {
      assert.deepEqual(texts('明日'), ['明日の天気', '会議は明日です']);
      assert.deepEqual(texts('会議 です'), ['会議は明日です']);
      assert.deepEqual(texts('日明'), []);
      assert.deepEqual(texts('ประชุม'), ['พรุ่งนี้ประชุมเช้า']);
      assert.deepEqual(texts('회의'), ['내일 회의가 있습니다']);
    },
    ['会議は明日です', '明日の天気', 'พรุ่งนี้ประชุมเช้า', '내일 회의가 있습니다'],
  );

  it('goes on where it ended, until there is nothing older', async () => {
    await journal.submit(said(Array.from({ length: 700 }, (_, i) => (i % 2 ? `even ${i + 1}` : 'odd'))));
    await indexed();
    const page = find('even', { limit: 40 });
    assert.ok(!page.complete && page.entries.length <= 40);
    const seqs = findAll('even', 40).map(({ seq }) => seq);
    assert.deepEqual(
      seqs,
      Array.from({ length: 350 }, (_, i) => 700 - 2 * i),
    );
  });

  it('never fails, whatever is typed', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: LIMITS.searchChars }),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc
        .array(fc.constantFrom('"', 'a', ' ', '*', 'AND', 'NEAR(', ')', '^', ':', '-', '\0', '日', "'", '\u0301', '{'))
        .map((s) => s.join('')),
    );
    return journal.submit(said(['a AND b', '日a'])).then(() => {
      fc.assert(
        fc.property(typed, (text) => {
          const { entries, complete } = find(text);
          assert.ok(complete && entries.length <= 2);
        }),
        { numRuns: 2_000 },
      );
    });
  });

  it('finds every text by each word of it, whatever stands between the words', async () => {
    const between = fc.constantFrom(' ', ', ', '.', '-', '👍', '\n', '\u200B', '明', '("', '*');
    const text = fc.array(fc.tuple(fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/), between), { minLength: 1, maxLength: 6 });
    const given = fc.sample(text, 150).map((each, i) => `${each.flat().join('')}mark${i}`);
    await journal.submit(said(given));
    await indexed();
    given.forEach((each, i) => {
      for (const [word] of each.matchAll(/[a-zA-Z0-9]+/g)) {
        assert.deepEqual(texts(`${word} mark${i} `), [each]);
      }
    });
  });
});

describe('the index', () => {
  it('is made anew when it is damaged, and keeps nobody from writing', async () => {
    using dir = tempDir();
    const said600 = said(Array.from({ length: 600 }, (_, i) => `number ${i}`));
    let journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    await journal.submit(said600);
    const find = () => journal.state.search({ room: GENERAL, text: '"number 7"', limit: 50 }).entries.map(textOf);
    assert.deepEqual(find(), ['number 7']);
    await eventually(async () => {
      await journal.close();
      const db = openDatabase(dir.file('chat.db'));
      const left = Number(
        db.prepare('SELECT (SELECT max(number) FROM entry) - indexed AS waiting FROM team').get()?.['waiting'],
      );
      (db as typeof db & { enableDefensive?: (on: boolean) => void }).enableDefensive?.(false);
      if (left < 300) db.exec("UPDATE search_data SET block = x'00112233' WHERE id > 10");
      db.close();
      journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
      return left < 300;
    });
    assert.throws(find, /malformed|corrupt/);
    await journal.submit(said(['one more']));
    await eventually(() => assert.deepEqual(find(), ['number 7']));
    await journal.close();
  });
});
