import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { GENERAL } from '../../../server/protocol/ids';
import { TRANSCRIPT_HEADER } from '../../../server/protocol/transcript';
import { type Transcript, writeTranscript } from '../../../server/transcript/transcriptWriter';
import { eventually } from '../../helpers/eventually';
import { exported, readHistory } from '../../helpers/history';
import { type SpokenJournal, spokenJournal } from '../../helpers/journals';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';

describe('chat_history.txt in the data folder', () => {
  let dir: TempDir;
  let file: string;
  let speaking: SpokenJournal;
  let transcript: Transcript | undefined;

  const start = (
    over: { readonly rotateBytes?: number; readonly checkpointMs?: number; readonly wakeMs?: number } = {},
  ) => {
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
    assert.deepEqual(textsIn(), ['one', 'two']);
    await transcript?.close();
    rmSync(file);
    start();
    await say('three');
    assert.deepEqual(textsIn(), ['one', 'two', 'three']);
  });

  it('holds, made again, what it held before, and not what stands in a file that was full', async () => {
    await start({ rotateBytes: 400 }).settled();
    for (let i = 0; rotated().length === 0; i += 1) await say(`number ${i}`);
    await say('last');
    const held = textsIn();
    rmSync(file);
    await say('new');
    assert.deepEqual(textsIn(), [...held, 'new']);
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

  describe('when a message is deleted', () => {
    const bytesIn = () =>
      readdirSync(dir.path)
        .filter((name) => name.startsWith('chat_history'))
        .map((name) => readFileSync(dir.file(name), 'utf8'))
        .join('');
    const remove = async (seq: number) => {
      await speaking.remove(seq);
      await transcript?.settled();
    };

    it('says so in its line, and nothing of it anywhere', async () => {
      await start().settled();
      await say('one', 'a secret\nof two lines', 'three');
      await remove(2);
      await say('four');
      assert.deepEqual(textsIn(), ['one', '(deleted)', 'three', 'four']);
      assert.doesNotMatch(bytesIn(), /secret/);
      assert.equal(readFileSync(file, 'utf8'), exported(speaking.journal.state.entries(GENERAL)));
    });

    it('leaves lines alone that say the same, and what somebody wrote into it', async () => {
      await start().settled();
      await say('same', 'same', 'other');
      appendFileSync(file, 'a note: same\n');
      await transcript?.close();
      await start().settled();
      await remove(2);
      assert.deepEqual(textsIn().sort(), ['(deleted)', 'other\na note: same', 'same']);
    });

    it('takes it out of files that were full, too', async () => {
      await start({ rotateBytes: 400 }).settled();
      await say(...Array.from({ length: 30 }, (_, i) => `number ${i}.`));
      await remove(2);
      await remove(15);
      await remove(30);
      const texts = [...rotated().sort((a, b) => numberOf(a) - numberOf(b)).map((name) => dir.file(name)), file].flatMap(textsIn); // prettier-ignore
      const gone = new Set([1, 14, 29]);
      assert.deepEqual(
        texts,
        Array.from({ length: 30 }, (_, i) => (gone.has(i) ? '(deleted)' : `number ${i}.`)),
      );
    });

    it('is right after a crash at any moment of that', async () => {
      await start({ checkpointMs: 0 }).settled();
      await say('one', 'a secret', 'three', 'secrets go on');
      const [whole, checkpoint] = [readFileSync(file), readFileSync(`${file}.at`)];
      const before = readFileSync(`${file}.at`, 'utf8');
      await remove(2);
      await remove(4);
      await say('five');
      const [redacted, after] = [readFileSync(file), readFileSync(`${file}.at`)];
      await transcript?.close();
      const between = { ...(JSON.parse(before) as object), seq: 6, bytes: redacted.length };
      const { seq, bytes } = JSON.parse(before) as { seq: number; bytes: number };
      const underWay = Buffer.from(JSON.stringify({ ...between, before: { size: whole.length, seq, bytes } }));
      const shorter = redacted.subarray(0, redacted.lastIndexOf('ana|'));
      const replaced = Buffer.from(
        JSON.stringify({ ...between, bytes: shorter.length, before: { size: whole.length, seq, bytes } }),
      );
      const written = Buffer.concat([whole, redacted.subarray(redacted.lastIndexOf('ana|'))]);
      for (const [held, at] of [
        [whole, checkpoint],
        [written, checkpoint],
        [whole, underWay],
        [shorter, replaced],
        [redacted, after],
      ] as const) {
        writeFileSync(file, held);
        writeFileSync(`${file}.at`, at);
        await start().settled();
        await transcript?.close();
        assert.deepEqual(textsIn(), ['one', '(deleted)', 'three', '(deleted)', 'five']);
        assert.doesNotMatch(bytesIn(), /secret/);
      }
    });
  });

  describe('when a message is edited', () => {
    const edit = async (seq: number, text: string) => {
      await speaking.edit(seq, text);
      await transcript?.settled();
    };
    const filesInOrder = () => [
      ...rotated()
        .sort((a, b) => numberOf(a) - numberOf(b))
        .map((name) => dir.file(name)),
      file,
    ];

    it('has its new text in its line, and nothing of the old one anywhere', async () => {
      await start().settled();
      await say('one', 'a secret\nof two lines', 'three');
      await edit(2, 'another secret');
      await edit(2, 'two');
      await say('four');
      assert.deepEqual(textsIn(), ['one', 'two', 'three', 'four']);
      assert.doesNotMatch(readFileSync(file, 'utf8'), /secret/);
      assert.equal(readFileSync(file, 'utf8'), exported(speaking.journal.state.entries(GENERAL)));
    });

    it('keeps the order of those that say the same, and what was deleted', async () => {
      await start().settled();
      await say('same', 'same', 'same', 'other');
      await edit(1, 'first');
      await speaking.remove(3);
      await edit(4, 'same');
      assert.deepEqual(textsIn(), ['first', 'same', '(deleted)', 'same']);
    });

    it('does so in files that were full, too', async () => {
      await start({ rotateBytes: 400 }).settled();
      await say(...Array.from({ length: 30 }, (_, i) => `number ${i}.`));
      await edit(2, 'the second');
      await edit(30, 'the last');
      await speaking.remove(15);
      await transcript?.settled();
      const now = new Map([[1, 'the second'], [14, '(deleted)'], [29, 'the last']]); // prettier-ignore
      assert.deepEqual(
        filesInOrder().flatMap((each) => textsIn(each)),
        Array.from({ length: 30 }, (_, i) => now.get(i) ?? `number ${i}.`),
      );
    });

    it('is right after a crash before that', async () => {
      await start({ checkpointMs: 0 }).settled();
      await say('one', 'a secret', 'three');
      const [whole, checkpoint] = [readFileSync(file), readFileSync(`${file}.at`)];
      await edit(2, 'two');
      await say('four');
      await transcript?.close();
      writeFileSync(file, whole);
      writeFileSync(`${file}.at`, checkpoint);
      await start().settled();
      assert.deepEqual(textsIn(), ['one', 'two', 'three', 'four']);
    });
  });

  it('writes together what is committed within a short time', async () => {
    await start({ wakeMs: 600_000 }).settled();
    let pages = 0;
    const { state } = speaking.journal;
    const page = state.page.bind(state);
    state.page = (query) => {
      pages += 1;
      return page(query);
    };
    for (let i = 0; i < 200; i += 1) await speaking.say(`${i}`);
    assert.equal(pages, 0);
    await transcript?.settled();
    assert.equal(textsIn().length, 200);
    assert.equal(pages, 2);
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
