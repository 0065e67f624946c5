import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Journal } from '../../server/journal/journal';
import { openLocalJournal } from '../../server/journal/local/localJournal';
import { GENERAL } from '../../server/protocol/ids';
import { CannotOpen } from '../../server/state/open';
import type { Entry } from '../../server/protocol/model';
import { aClaim, aPost } from '../helpers/commands';
import { sendFile } from '../helpers/files';
import { type SpokenJournal, spokenJournal } from '../helpers/journals';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { silentLog } from '../helpers/testServer';

const FLIPS = 200;
const SEED = 12;

/** Numbers below `limit`, the same at every run (mulberry32). */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

describe('a bit that flipped in the database', () => {
  let dir: TempDir;
  let speaking: SpokenJournal;
  const told: object[] = [];
  const log = { ...silentLog, error: (_event: string, data: object = {}) => void told.push(data) };
  const reopened = async (change: (bytes: Buffer) => void): Promise<Journal> => {
    await speaking.journal.close();
    const bytes = readFileSync(dir.file('chat.db'));
    change(bytes);
    writeFileSync(dir.file('chat.db'), bytes);
    return openLocalJournal({ dataDir: dir.path, log });
  };

  beforeEach(async () => {
    told.length = 0;
    dir = tempDir();
    speaking = await spokenJournal(dir.path);
  });
  afterEach(() => dir[Symbol.dispose]());

  it('inside a text is seen: that message says that it is damaged, all others are served', async () => {
    for (let i = 1; i <= 50; i += 1) await speaking.say(`message number ${i}.`);
    const before = [...speaking.journal.state.entries(GENERAL)];
    const journal = await reopened((bytes) => {
      const at = bytes.indexOf('message number 17.');
      assert.equal(bytes.indexOf('message number 17.', at + 1), -1);
      bytes[at + 3]! ^= 0x01;
    });
    const damaged = { kind: 'message', seq: 17, at: before[15]?.at, name: '', text: '', tombstone: 'damaged' };
    const expected = before.map((entry) => (entry.seq === 17 ? damaged : entry));
    assert.deepEqual([...journal.state.entries(GENERAL)], expected);
    assert.deepEqual(journal.state.page({ room: GENERAL, limit: 100 }), expected);
    assert.deepEqual(
      journal.state.page({ room: GENERAL, after: 16, limit: 1 }).map(({ seq }) => seq),
      [17],
    );
    assert.deepEqual(told, [{ room: GENERAL, seq: 17 }]);
    await journal.close();
  });

  it('inside the name of a file is seen', async () => {
    const [ana] = speaking.journal.state.people();
    assert.ok(ana);
    const { seq } = await sendFile(speaking.journal, { member: ana.id });
    const journal = await reopened((bytes) => {
      const at = bytes.indexOf('"name":"notes.txt"');
      assert.ok(at > 0);
      bytes[at + 9]! ^= 0x01;
    });
    const [entry] = journal.state.page({ room: GENERAL, after: seq - 1, limit: 1 });
    assert.deepEqual(entry && { ...entry, at: 0 }, {
      kind: 'message',
      seq,
      at: 0,
      name: '',
      text: '',
      tombstone: 'damaged',
    });
    await journal.close();
  });

  it('never lets the server crash, nor a text be shown that nobody wrote', async () => {
    for (let i = 1; i <= 300; i += 1)
      await speaking.say(`${i}: ${'words that repeat and words that do not '.repeat(i % 9)}`);
    await speaking.add(
      Array.from({ length: 300 }, (_, i) => ({ kind: 'message', name: 'eva', at: i, text: `old ${i}` })),
    );
    const before = [...speaking.journal.state.entries(GENERAL)];
    await speaking.journal.close();
    const whole = readFileSync(dir.file('chat.db'));
    const random = numbers(SEED);
    let damagedFiles = 0;
    let damagedEntries = 0;
    for (let flip = 0; flip < FLIPS; flip += 1) {
      using copy = tempDir();
      const bytes = Buffer.from(whole);
      const at = random(bytes.length);
      bytes[at]! ^= 1 << random(8);
      for (const name of ['team.json']) copyFileSync(dir.file(name), path.join(copy.path, name));
      writeFileSync(copy.file('chat.db'), bytes);
      const where = `flip ${flip} at ${at}`;
      const seen = await served(copy.path, before, where);
      if (!seen) damagedFiles += 1;
      else damagedEntries += differences(before, seen, where);
    }
    assert.ok(damagedEntries > 20 && damagedFiles < FLIPS / 2, `${damagedEntries} entries, ${damagedFiles} files`);
  });
});

/** All that a server shows of it, or undefined where it refuses to open it. */
async function served(dataDir: string, before: readonly Entry[], where: string): Promise<readonly Entry[] | undefined> {
  let journal: Journal;
  try {
    journal = openLocalJournal({ dataDir, log: silentLog });
  } catch (error) {
    assert.ok(error instanceof CannotOpen && error.code === 'E_NOT_A_DATABASE', String(error));
    return undefined;
  }
  const { state } = journal;
  const entries = [...state.entries(GENERAL)];
  differences(before, state.page({ room: GENERAL, limit: 1_000 }), where);
  for (const found of search(journal)) differences(before.slice(found.seq - 1, found.seq), [found], where);
  const claimed = await journal.submit(aClaim({ name: 'ben' }));
  if (claimed.ok) await journal.submit(aPost(claimed.value.member.id));
  await journal.close();
  return entries;
}

function search(journal: Journal): readonly Entry[] {
  try {
    return journal.state.search({ room: GENERAL, text: 'repeat wo', limit: 50 }).entries;
  } catch (error) {
    assert.match(String(error), /malformed|corrupt/);
    return [];
  }
}

/** Every entry is as it was, or is at its place and says that it is damaged. */
function differences(before: readonly Entry[], after: readonly Entry[], where: string): number {
  assert.equal(after.length, before.length, where);
  let damaged = 0;
  after.forEach((entry, i) => {
    if (entry.kind === 'message' && entry.tombstone === 'damaged') {
      damaged += 1;
      assert.deepEqual([entry.seq, entry.text, entry.name, entry.author], [before[i]?.seq, '', '', undefined], where);
    } else {
      // The ids of members stand elsewhere, and are checked once a day; the name is the entry's own.
      assert.deepEqual({ ...entry, author: undefined }, { ...before[i], author: undefined }, where);
    }
  });
  return damaged;
}
