import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { openLocalJournal } from '../../server/journal/local/localJournal';
import { GENERAL } from '../../server/protocol/ids';
import { writeTranscript } from '../../server/transcript/transcriptWriter';
import { eventually } from '../helpers/eventually';
import { spokenJournal } from '../helpers/journals';
import { runServerProgram } from '../helpers/serverProcess';
import { tempDir } from '../helpers/tempDir';
import { silentLog } from '../helpers/testServer';
import { type Secret, isToGo, secrets } from './secrets';

/** All that the files of a folder hold. */
function bytesIn(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Buffer.concat(files.map((file) => readFileSync(path.join(file.parentPath, file.name))));
}

function found(folder: string, said: readonly Secret[]): readonly string[] {
  const bytes = bytesIn(folder);
  const sought = said.flatMap(({ words }, i) => (isToGo(i) ? [words[0], words[words.length >> 1], words.at(-1)] : []));
  // An index may hold the end of a word alone.
  return sought.filter((word = '') => bytes.includes(word.slice(4))).map(String);
}

function stays(folder: string, said: readonly Secret[]): void {
  const bytes = bytesIn(folder);
  said.forEach(({ text, words: [word = ''] }, i) => assert.ok(isToGo(i) || bytes.includes(word), text));
}

describe('the text of a deleted message', function () {
  this.timeout(120_000);

  it('is in no file of the data folder soon after', async () => {
    using dir = tempDir();
    const said: Secret[] = [];
    const speaking = await spokenJournal(dir.path, { eraseMs: 50 });
    const options = { file: dir.file('chat_history.txt'), journal: speaking.journal, log: silentLog };
    const transcript = writeTranscript({ ...options, wakeMs: 20, rotateBytes: 50_000 });
    for (const secret of secrets(700)) {
      await speaking.say(secret.text);
      said.push(secret);
    }
    await transcript.settled();
    assert.ok(found(dir.path, said).length > 300);
    // One alone: of many, an index drops most by itself when its parts are merged.
    await speaking.remove(3);
    await eventually(() => assert.deepEqual(found(dir.path, said.slice(0, 3)), []), 30_000);
    for (const [i] of said.entries()) if (isToGo(i)) await speaking.remove(i + 1);
    await eventually(() => assert.deepEqual(found(dir.path, said), []), 30_000);
    stays(dir.path, said);
    const { state } = speaking.journal;
    const find = (secret: Secret | undefined, before?: number): readonly number[] => {
      const text = `${secret?.words[0] ?? ''} `;
      const page = state.search({ room: GENERAL, text, limit: 5, before });
      const seqs = page.entries.map(({ seq }) => seq);
      return page.complete ? seqs : [...seqs, ...find(secret, page.reached)];
    };
    assert.deepEqual([find(said[2]), find(said[7]), find(said[3]), find(said[698])], [[], [], [4], [699]]);
    await transcript.close();
    await speaking.journal.close();
    assert.deepEqual(found(dir.path, said), []);
  });

  it('is written over where it stood, so that no copy of it is left in a page', async () => {
    using dir = tempDir();
    const said = [...secrets(200)]; // too few for the index to hold them
    let speaking = await spokenJournal(dir.path);
    for (const { text } of said) await speaking.say(text);
    await speaking.journal.close();
    const before = readFileSync(dir.file('chat.db'));
    speaking = await spokenJournal(dir.path);
    for (const [i] of said.entries()) if (isToGo(i)) await speaking.remove(i + 1);
    await speaking.journal.close();
    const after = readFileSync(dir.file('chat.db'));
    // The newest ones may have made room for the entries that say what was deleted.
    for (const { words } of said.slice(0, 100).filter((_, i) => isToGo(i))) {
      const [word = ''] = words;
      const at = before.indexOf(word);
      assert.match(after.subarray(at, at + word.length).toString(), /^ +\d*$/);
    }
  });

  it('is gone as well where another one took its place', async () => {
    using dir = tempDir();
    const said = [...secrets(200)];
    const speaking = await spokenJournal(dir.path, { eraseMs: 50 });
    const options = { file: dir.file('chat_history.txt'), journal: speaking.journal, log: silentLog };
    const transcript = writeTranscript({ ...options, wakeMs: 20 });
    for (const { text } of said) await speaking.say(text);
    await transcript.settled();
    const between = [...secrets(200)];
    for (const [i, { text }] of between.entries()) if (isToGo(i)) await speaking.edit(i + 1, text);
    await transcript.settled();
    // Shorter ones, longer ones, and none.
    for (const [i] of said.entries()) {
      if (isToGo(i) && i % 3 > 0) await speaking.edit(i + 1, `now ${'x'.repeat(i * 4)}`);
      else if (isToGo(i)) await speaking.remove(i + 1);
    }
    await eventually(() => assert.deepEqual([...found(dir.path, said), ...found(dir.path, between)], []), 30_000);
    stays(dir.path, said);
    await transcript.close();
    await speaking.journal.close();
    assert.deepEqual([...found(dir.path, said), ...found(dir.path, between)], []);
  });

  for (const ms of [0, 2, 10, 25, 60, 150]) {
    it(`is gone also when the server is killed ${ms} ms after, and starts again`, async () => {
      using dir = tempDir();
      const dataDir = dir.file('data');
      mkdirSync(dataDir);
      const program = runServerProgram([dataDir, String(ms), '400'], { entry: 'test/faults/deletedText.ts' });
      assert.equal((await program.ended).code, null);
      const said = JSON.parse(readFileSync(dir.file('said.json'), 'utf8')) as Secret[];
      const journal = openLocalJournal({ dataDir, log: silentLog });
      const file = path.join(dataDir, 'chat_history.txt');
      const transcript = writeTranscript({ file, journal, log: silentLog });
      await transcript.settled();
      assert.deepEqual(found(dataDir, said), []);
      stays(dataDir, said);
      const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
      assert.deepEqual(
        lines.map((line) => line.endsWith('|(deleted)')),
        said.map((_, i) => isToGo(i)),
      );
      await transcript.close();
      await journal.close();
    });
  }
});
