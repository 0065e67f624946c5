import assert from 'node:assert/strict';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { type Cid, GENERAL, type Seq } from '../../../server/protocol/ids';
import type { ErrorCode } from '../../../server/protocol/codes';
import type { Message } from '../../../server/protocol/model';
import { fail, ok } from '../../../server/protocol/result';
import type { Chat } from '../../../src/chat/chat';
import { Deletions, UNDO_MS } from '../../../src/chat/deletions';
import { eventually } from '../../helpers/eventually';
import { tempDir } from '../../helpers/tempDir';
import { testServer } from '../../helpers/testServer';
import { ME, aMessage } from '../../webview/build';
import { type FakeClock, fakeClock } from '../fakeClock';
import { type Computer, aCid, aWindow, silent } from '../fixtures';
import { teamScene } from './teamScene';

const messageIn = (chat: Chat, text: string): Message & { readonly cid: Cid } => {
  const found = chat.window?.entries.find((entry) => entry.kind === 'message' && entry.text === text) as Message;
  return { ...found, cid: found.cid! };
};
const hears = (chat: Chat, text: string) => eventually(() => assert.ok(messageIn(chat, text).seq));
const isOurs = (name: string) => /\.(deletion|claimed)$/.test(name);

describe('the deletion of an own message', () => {
  const scene = teamScene();
  let clock: FakeClock;
  let anas: Computer;
  let ana: Chat;
  let ben: Chat;
  const opened = (name: string, of: Computer) => {
    const window = aWindow(of, { clock });
    scene.windows.push(window);
    return window.joined(scene.server.url, name);
  };
  const folder = () => scene.dir.file(`ana/outbox/${ana.identity.server}`);
  const left = async () => (await readdir(folder())).filter(isOurs);
  const tombstone = (seq: Seq) => {
    const entry = ben.window?.entries.find((one) => one.seq === seq);
    return entry?.kind === 'message' ? entry.tombstone : undefined;
  };
  const isGone = (seq: Seq) => eventually(() => assert.equal(tombstone(seq), 'deleted'));
  const comesToBeGone = (seq: Seq) =>
    eventually(() => {
      clock.advance(1_000);
      assert.equal(tombstone(seq), 'deleted');
    }, 10_000);
  /** Whatever was on its way to Ben is there. */
  const isStillThere = async (seq: Seq, by: Chat) => {
    const text = `after ${aCid()}`;
    await scene.say(by, text);
    await hears(ben, text);
    assert.equal(tombstone(seq), undefined);
  };
  const begin = async (text: string) => {
    await scene.say(ana, text);
    await hears(ana, text);
    const { seq, cid } = messageIn(ana, text);
    assert.equal(await ana.deletions.begin({ room: GENERAL, seq, cid }), undefined);
    return { seq, cid };
  };

  beforeEach(async () => {
    clock = fakeClock();
    anas = scene.computer('ana');
    ana = await opened('ana', anas);
    ben = await opened('ben', scene.computer('ben'));
  });

  it('takes it away for everybody after ten seconds, and not before', async () => {
    const { seq, cid } = await begin('Oops');
    assert.deepEqual(ana.deletions.all, [cid]);
    clock.advance(UNDO_MS - 1);
    await isStillThere(seq, ana);
    clock.advance(1);
    await isGone(seq);
    await eventually(async () => assert.deepEqual(await left(), []));
  });

  it('can be undone until then, and not later', async () => {
    const { seq, cid } = await begin('Keep me');
    assert.equal(await ana.deletions.undo(cid), undefined);
    assert.deepEqual([await left(), ana.deletions.all], [[], []]);
    clock.advance(2 * UNDO_MS);
    await isStillThere(seq, ana);
    const gone = await begin('Not me');
    clock.advance(UNDO_MS);
    await isGone(gone.seq);
    assert.match((await ana.deletions.undo(gone.cid)) ?? '', /^It is too late/);
  });

  it('is carried out after the next start, where the window ends before that', async () => {
    const { seq } = await begin('The password is hunter2');
    ana.dispose();
    clock.advance(2 * UNDO_MS);
    await isStillThere(seq, ben);
    ana = await opened('ana', anas);
    await comesToBeGone(seq);
  });

  it('is carried out after the next start, where the window ended while it was carried out', async () => {
    const { seq, cid } = await begin('Half done');
    ana.dispose();
    await rename(`${folder()}/${cid}.deletion`, `${folder()}/${cid}.claimed`);
    ana = await opened('ana', anas);
    await comesToBeGone(seq);
    await eventually(async () => assert.deepEqual(await left(), []));
  });

  it('is seen in every window of the reader, and undone from any', async () => {
    const other = await opened('ana', anas);
    const { seq, cid } = await begin('Keep me');
    await eventually(() => assert.deepEqual(other.deletions.all, [cid]));
    assert.equal(await other.deletions.undo(cid), undefined);
    await eventually(() => assert.deepEqual(ana.deletions.all, []));
    clock.advance(UNDO_MS);
    await isStillThere(seq, ana);
  });

  it('is carried out by another window when the one in which it began has ended', async () => {
    const other = await opened('ana', anas);
    const { seq, cid } = await begin('Oops');
    await eventually(() => assert.deepEqual(other.deletions.all, [cid]));
    ana.dispose();
    await comesToBeGone(seq);
  });

  it('waits for the connection, and can be undone as long as there is none', async () => {
    const [goes, stays] = [await begin('goes'), await begin('stays')];
    const { port } = scene.server;
    await scene.server.stop();
    await eventually(() => assert.notEqual(ana.link.at, 'online'));
    clock.advance(3 * UNDO_MS);
    assert.equal(await ana.deletions.undo(stays.cid), undefined);
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port });
    await comesToBeGone(goes.seq);
    await isStillThere(stays.seq, ana);
  });

  it('is carried out at once when the reader leaves', async () => {
    const { seq } = await begin('Bye');
    await ana.leave();
    await isGone(seq);
  });

  it('leaves alone what has its place in a history that was restored', async () => {
    await scene.say(ana, 'another one');
    await hears(ben, 'another one');
    const { seq } = messageIn(ben, 'another one');
    await ana.deletions.begin({ room: GENERAL, seq, cid: aCid() });
    clock.advance(UNDO_MS);
    await eventually(async () => assert.deepEqual(await left(), []));
    await isStillThere(seq, ana);
  });

  it('is not waited for where the disk takes nothing', async () => {
    const held = folder();
    await scene.say(ana, 'Oops');
    await hears(ana, 'Oops');
    const { seq, cid } = messageIn(ana, 'Oops');
    await rm(held, { recursive: true, force: true });
    await writeFile(held, 'in the way');
    assert.equal(await ana.deletions.begin({ room: GENERAL, seq, cid }), undefined);
    await isGone(seq);
    await rm(held);
  });

  it('says why it did not come about', async () => {
    await scene.say(ana, 'ana’s own');
    await hears(ben, 'ana’s own');
    const told: string[] = [];
    ben.deletions.refused.on((text) => told.push(text));
    const { seq, cid } = messageIn(ben, 'ana’s own');
    await ben.deletions.begin({ room: GENERAL, seq, cid });
    clock.advance(UNDO_MS);
    await eventually(() => assert.match(told.join(), /does not have it as yours/));
    assert.deepEqual(ben.deletions.all, []);
    await isStillThere(seq, ana);
  });

  it('is read from the disk as something that anybody may have written', async () => {
    const { seq, cid } = await begin('Mine');
    ana.dispose();
    const odd = [aCid(), aCid(), aCid()];
    await writeFile(`${folder()}/${odd[0]}.deletion`, '{"v":1');
    await writeFile(`${folder()}/${odd[1]}.deletion`, JSON.stringify({ v: 1, seq: 'all' }));
    const other = { v: 1, member: ana.identity.member, room: GENERAL, seq, cid: aCid(), due: 1 };
    await writeFile(`${folder()}/${odd[2]}.claimed`, JSON.stringify(other));
    ana = await opened('ana', anas);
    await eventually(() => assert.deepEqual(ana.deletions.all, [cid]));
    await comesToBeGone(seq);
  });
});

/** Each answer is given when the test says so. */
describe('deletions while the server answers late, or refuses', () => {
  let dir: ReturnType<typeof tempDir>;
  let clock: FakeClock;
  let made: Deletions[];
  beforeEach(() => {
    [dir, clock, made] = [tempDir(), fakeClock(), []];
  });
  afterEach(() => {
    for (const each of made) each.dispose();
    dir[Symbol.dispose]();
  });

  const ofAna = { room: GENERAL, seq: 1, cid: aCid() };
  const window = async (answer: () => Promise<ErrorCode | undefined>) => {
    await mkdir(dir.file('outbox'), { recursive: true });
    let deleted = 0;
    const call = async (name: string) => {
      if (name === 'history') return ok({ entries: [{ ...aMessage(1, { by: ME }), cid: ofAna.cid }] });
      const code = await answer();
      if (code !== undefined) return fail(code, '');
      deleted += 1;
      return ok({});
    };
    const deletions = new Deletions({
      folder: dir.file('outbox'),
      member: ME.id,
      clock,
      log: silent,
      call: call as unknown as Chat['call'],
    });
    made.push(deletions);
    deletions.online();
    return { deletions, count: () => deleted };
  };
  const files = async () => (await readdir(dir.file('outbox'))).map((name) => name.split('.')[1]).sort();

  it('belong to the window that claims them: one that comes too late leaves its file alone', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let asked = 0;
    const answer = () => {
      asked += 1;
      return promise;
    };
    const both = [await window(answer), await window(answer)];
    await both[0]!.deletions.begin(ofAna);
    await eventually(() => assert.deepEqual(both[1]!.deletions.all, [ofAna.cid]));
    clock.advance(UNDO_MS);
    await eventually(() => assert.equal(asked, 1));
    // Behind what each does with the files.
    for (const { deletions } of both) await deletions.undo(aCid());
    assert.deepEqual(await files(), ['claimed']);
    resolve(undefined);
    await eventually(async () => assert.deepEqual(await files(), []));
    assert.deepEqual([asked, both.reduce((sum, { count }) => sum + count(), 0)], [1, 1]);
  });

  it('are kept on disk while another one waits for its answer', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { deletions } = await window(() => promise);
    await deletions.begin(ofAna);
    clock.advance(UNDO_MS);
    await eventually(async () => assert.deepEqual(await files(), ['claimed']));
    await deletions.begin({ ...ofAna, seq: 2, cid: aCid() });
    assert.deepEqual(await files(), ['claimed', 'deletion']);
    resolve(undefined);
    await eventually(async () => assert.deepEqual(await files(), ['deletion']));
  });

  it('can be undone again when the server does not take them for now, and are tried again', async () => {
    let code: ErrorCode | undefined = 'E_STORAGE_FULL';
    let asked = 0;
    const { deletions, count } = await window(() => {
      asked += 1;
      return Promise.resolve(code);
    });
    await deletions.begin(ofAna);
    clock.advance(UNDO_MS);
    await eventually(async () => assert.deepEqual([asked, await files()], [1, ['deletion']]));
    assert.equal(await deletions.undo(ofAna.cid), undefined);
    await deletions.begin(ofAna);
    code = undefined;
    await eventually(() => {
      clock.advance(1_000);
      assert.equal(count(), 1);
    });
    assert.deepEqual(deletions.all, [ofAna.cid], 'until everybody has heard of it');
  });

  it('cannot be undone when nobody knows whether they were carried out', async () => {
    let code: ErrorCode | undefined = 'E_UNAVAILABLE';
    const { deletions, count } = await window(() => Promise.resolve(code));
    await deletions.begin(ofAna);
    clock.advance(UNDO_MS);
    await eventually(async () => assert.deepEqual(await files(), ['claimed']));
    assert.match((await deletions.undo(ofAna.cid)) ?? '', /^It is too late/);
    code = undefined;
    await eventually(() => {
      clock.advance(1_000);
      assert.equal(count(), 1);
    });
  });
});
