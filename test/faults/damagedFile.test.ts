import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { CannotOpen, openDatabase } from '../../server/state/open';
import { spokenJournal } from '../helpers/journals';
import { runServerProgram } from '../helpers/serverProcess';
import { type TempDir, tempDir } from '../helpers/tempDir';

const DAMAGES = 200;

/** The same numbers from the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}

function damaged(bytes: Buffer, seed: number): Buffer {
  const random = randomOf(seed);
  const at = () => Math.floor(random(bytes.length));
  const copy = Buffer.from(bytes);
  const kind = Math.floor(random(4));
  if (kind === 0) return copy.subarray(0, 1 + at());
  if (kind === 1) copy.fill(Math.floor(random(256)), at(), at());
  else if (kind === 2) for (let i = 0; i < 50; i += 1) copy[at()] = Math.floor(random(256));
  else copy.copy(copy, at(), at(), at());
  return copy;
}

describe('a database file that is damaged', function () {
  this.timeout(60_000);
  let history: TempDir;
  let backup: string;

  before(async () => {
    history = tempDir();
    const { journal, add } = await spokenJournal(history.path);
    const texts = Array.from({ length: 500 }, (_, i) => `message ${i}`);
    await add(texts.map((text) => ({ kind: 'message', name: 'eva', at: 0, text })));
    backup = await journal.backUp();
    await journal.close();
  });
  after(() => history[Symbol.dispose]());

  it(`is opened where that does no harm, or refused and left as it is, ${DAMAGES} times`, () => {
    const file = history.file('chat.db');
    const sound = readFileSync(file);
    const refused = new Map<string, number>();
    for (let seed = 1; seed <= DAMAGES; seed += 1) {
      const bytes = damaged(sound, seed);
      writeFileSync(file, bytes);
      try {
        const db = openDatabase(file);
        const told = ['entry', 'room', 'member', 'team'].map((table) =>
          db.prepare(`PRAGMA quick_check(${table})`).get(),
        );
        db.close();
        assert.deepEqual(new Set(told.flatMap((row) => Object.values(row ?? {}))), new Set(['ok']), `seed ${seed}`);
      } catch (error) {
        assert.ok(error instanceof CannotOpen, `seed ${seed}: ${String(error)}`);
        refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
        assert.deepEqual(readFileSync(file), bytes, `seed ${seed}`);
        if (error.code !== 'E_NOT_A_DATABASE') continue;
        assert.match(error.message, /SQLite (11|26)/, `seed ${seed}`);
        assert.ok(error.message.includes(file) && error.message.includes(`restore ${backup}`), `seed ${seed}`);
      }
    }
    console.log(`      ${JSON.stringify(Object.fromEntries(refused))}`);
    assert.ok((refused.get('E_NOT_A_DATABASE') ?? 0) > DAMAGES / 4);
    writeFileSync(file, sound);
  });

  it('ends the server with 65', async () => {
    using dir = tempDir();
    copyFileSync(history.file('chat.db'), dir.file('chat.db'));
    const bytes = readFileSync(dir.file('chat.db'));
    writeFileSync(dir.file('chat.db'), bytes.fill(7, 5_000, 20_000));
    await using program = runServerProgram(['serve', '--port', '0', '--data', dir.path]);
    const { code, stderr } = await program.ended;
    assert.equal(code, 65);
    assert.match(stderr, /chat\.db is damaged \(SQLite 11/);
    assert.deepEqual(readFileSync(dir.file('chat.db')), bytes);
  });
});
