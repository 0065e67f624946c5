import assert from 'node:assert/strict';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { TRANSCRIPT_HEADER } from '../../../server/protocol/transcript';
import { type Transcript, writeTranscript } from '../../../server/transcript/transcriptWriter';
import { eventually } from '../../helpers/eventually';
import { readHistory } from '../../helpers/history';
import { type SpokenJournal, spokenJournal } from '../../helpers/journals';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';

describe('chat_history.txt in the data folder', () => {
  let dir: TempDir;
  let file: string;
  let speaking: SpokenJournal;
  let transcript: Transcript | undefined;

  const start = (over: { readonly rotateBytes?: number; readonly checkpointMs?: number } = {}) => {
    transcript = writeTranscript({ file, journal: speaking.journal, log: silentLog, ...over });
    return transcript;
  };
  const say = async (...texts: string[]) => {
    for (const text of texts) {
      await speaking.say(text);
      await transcript?.settled();
    }
  };
  const textsIn = (path = file) => readHistory(path).entries.map(({ text }) => text);
  const rotated = () =>
    readdirSync(dir.path)
      .filter((name) => /^chat_history\.\d+\.txt$/.test(name))
      .sort();

  beforeEach(async () => {
    dir = tempDir();
    file = dir.file('chat_history.txt');
    speaking = await spokenJournal(dir.path);
    transcript = undefined;
  });
  afterEach(async () => {
    await transcript?.close();
    await speaking.journal.close();
    dir[Symbol.dispose]();
  });

  it('has a line for each message that was committed', async () => {
    await start().settled();
    assert.equal(readFileSync(file, 'utf8'), `${TRANSCRIPT_HEADER}\n`);
    await say('one', 'two\nlines', 'a|b');
    assert.match(readFileSync(file, 'utf8'), /^# .*\n(ana\|\d{4}-\d\d-\d\d\|\d\d:\d\d [AP]M\|.*\n){3}$/);
    assert.deepEqual(textsIn(), ['one', 'two\nlines', 'a|b']);
  });

  it('can be read by its owner only', async () => {
    await start().settled();
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it('goes on after a restart, and says nothing twice', async () => {
    await start().settled();
    await say('one');
    await transcript?.close();
    start();
    await say('two');
    assert.deepEqual(textsIn(), ['one', 'two']);
  });

  it('gets what was committed while it was not written', async () => {
    await start().settled();
    await transcript?.close();
    transcript = undefined;
    await say('one', 'two');
    await speaking.add([{ kind: 'message', name: 'bob', at: 0, text: 'three' }]);
    await start().settled();
    assert.deepEqual(textsIn(), ['one', 'two', 'three']);
  });

  it('is whole again after a crash, wherever the crash cut it', async () => {
    await start({ checkpointMs: Infinity }).settled();
    await say('one', 'two\nlines', 'two\nlines', 'é😀');
    const whole = readFileSync(file);
    const checkpoint = readFileSync(`${file}.at`);
    for (let cut = `${TRANSCRIPT_HEADER}\n`.length; cut <= whole.length; cut += 1) {
      await transcript?.close();
      writeFileSync(`${file}.at`, checkpoint);
      truncateSync(file, cut);
      await start({ checkpointMs: Infinity }).settled();
      assert.deepEqual(readFileSync(file), whole, `cut at ${cut}`);
    }
  });

  it('holds the whole history when it is new', async () => {
    await say('before');
    await start().settled();
    await say('after');
    assert.deepEqual(textsIn(), ['before', 'after']);
  });

  it('goes on with what is said from now on where a file is of which nothing is known', async () => {
    writeFileSync(file, `${TRANSCRIPT_HEADER}\n`);
    await say('before');
    await start().settled();
    await say('after');
    assert.deepEqual(textsIn(), ['after']);
  });

  it('is made again when somebody deletes it', async () => {
    await start().settled();
    await say('one');
    rmSync(file);
    await say('two');
    assert.deepEqual(textsIn(), ['two']);
  });

  it('is made again when somebody moves it away', async () => {
    await start().settled();
    await say('one');
    renameSync(file, dir.file('mine.txt'));
    await say('two');
    assert.deepEqual(textsIn(dir.file('mine.txt')), ['one']);
    assert.deepEqual(textsIn(), ['two']);
  });

  it('keeps what somebody wrote into it', async () => {
    await start().settled();
    await say('one');
    await transcript?.close();
    writeFileSync(file, `${readFileSync(file, 'utf8')}my note`);
    start();
    await say('two');
    assert.deepEqual(textsIn(), ['one\nmy note', 'two']);
  });

  it('is moved aside when it is full, and loses no line', async () => {
    await start({ rotateBytes: 400 }).settled();
    const texts = Array.from({ length: 30 }, (_, i) => `number ${i}`);
    await say(...texts);
    assert.ok(rotated().length >= 3);
    const files = [
      ...rotated()
        .sort((a, b) => numberOf(a) - numberOf(b))
        .map((name) => dir.file(name)),
      file,
    ];
    assert.deepEqual(files.flatMap(textsIn), texts);
  });

  it('never moves a file over another', async () => {
    writeFileSync(dir.file('chat_history.7.txt'), 'precious');
    await start({ rotateBytes: 200 }).settled();
    await say(...Array.from({ length: 12 }, (_, i) => `number ${i}`));
    assert.equal(readFileSync(dir.file('chat_history.7.txt'), 'utf8'), 'precious');
    assert.ok(rotated().includes('chat_history.8.txt'));
  });

  it('never moves a file over another, also without an ending to its name', async () => {
    file = dir.file('history');
    writeFileSync(file, 'ana|2024-03-01|09:05 AM|precious\n');
    await start({ rotateBytes: 200 }).settled();
    await say(...Array.from({ length: 12 }, (_, i) => `number ${i}`));
    assert.match(readFileSync(dir.file('history.1'), 'utf8'), /precious/);
    assert.ok(readdirSync(dir.path).includes('history.3'));
  });

  it('takes the place of one by the Python chat, which is kept', async () => {
    const theirs = 'ana|2024-03-01|09:05 AM|hello\n';
    writeFileSync(file, theirs);
    await start().settled();
    await say('one');
    assert.equal(readFileSync(dir.file('chat_history.1.txt'), 'utf8'), theirs);
    assert.deepEqual(textsIn(), ['one']);
  });

  it('never stops the chat when it cannot be written, and is whole when it can be again', async () => {
    const errors: string[] = [];
    mkdirSync(file);
    const log = { ...silentLog, error: (event: string) => void errors.push(event) };
    transcript = writeTranscript({ file, journal: speaking.journal, log });
    await say('one');
    await eventually(() => errors.includes('transcript not written'));
    rmSync(file, { recursive: true });
    await say('two');
    assert.deepEqual(textsIn(), ['one', 'two']);
  });
});

const numberOf = (name: string) => Number(name.split('.')[1]);
