import assert from 'node:assert/strict';
import type { Params } from '../../../server/protocol/calls';
import { type FileId, GENERAL, type RoomId, type Seq } from '../../../server/protocol/ids';
import { aCid } from '../../helpers/commands';
import { described, sendFile } from '../../helpers/files';
import type { HubClient } from '../../helpers/hubClient';
import { makeRoom, mineOf, outcomeOf, say } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

/** What one may not do at all stands in matrix.test.ts: these are things that one may do, said of something else. */
describe('a client that lies', () => {
  let under: TestHub;
  let ana: HubClient;
  let ben: HubClient;
  let room: RoomId;
  let other: RoomId;
  let seq: Seq;

  beforeEach(async () => {
    under = testHub();
    [ana, ben] = [await under.entered('ana'), await under.entered('ben')];
    [room, other] = [await makeRoom(ben, 'design'), await makeRoom(ben, 'plans')];
    for (let i = 0; i < 5; i += 1) seq = await say(ben, room, `message ${i}`);
  });
  afterEach(() => under[Symbol.asyncDispose]());

  const post = (client: HubClient, over: Partial<Params<'post'>>) =>
    outcomeOf(client.call('post', { cid: aCid(), room: other, text: 'x', ...over }));
  const pins = async () => (await ben.value('pinned', { room })).entries.map((entry) => entry.seq);

  it('answers no message of another room', async () => {
    assert.equal(await post(ben, { replyTo: seq }), 'E_NOT_FOUND');
    assert.equal(await post(ben, { room, replyTo: seq }), 'ok');
  });

  it('does nothing to a message that is gone, but answer it', async () => {
    await ben.value('flag', { room, seq, flag: 'pinned', isOn: true });
    await ben.value('react', { room, seq, emoji: '👍', isOn: true });
    await ben.value('delete', { room, seq });
    for (const isOn of [true, false]) {
      assert.equal(await outcomeOf(ben.call('react', { room, seq, emoji: '👍', isOn })), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ben.call('flag', { room, seq, flag: 'pinned', isOn })), 'E_NOT_FOUND');
    }
    assert.equal(await outcomeOf(ben.call('edit', { room, seq, text: 'back' })), 'E_NOT_FOUND');
    assert.equal(await post(ben, { room, replyTo: seq }), 'ok');
    assert.deepEqual(await pins(), []);
    const { entries } = await ben.value('history', { room, after: seq - 1, limit: 1 });
    const [gone] = entries;
    assert.ok(gone?.kind === 'message');
    assert.deepEqual([gone.text, gone.reactions, gone.pinned, gone.replies?.count], ['', undefined, undefined, 1]);
  });

  it('does nothing to what is no message', async () => {
    for (const at of [0, 1, seq + 1, Number.MAX_SAFE_INTEGER]) {
      assert.equal(await outcomeOf(ben.call('react', { room, seq: at, emoji: '👍', isOn: true })), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ben.call('flag', { room, seq: at, flag: 'pinned', isOn: true })), 'E_NOT_FOUND');
      assert.equal(await post(ben, { room, replyTo: at }), 'E_NOT_FOUND');
    }
  });

  it('has read nothing that is not there yet', async () => {
    await ben.value('addToRoom', { room, member: ana.identity.member.id });
    await ana.value('read', { room, upTo: Number.MAX_SAFE_INTEGER });
    assert.equal((await mineOf(ana, room)).unread, 0);
    await say(ben, room, 'new @ana');
    const { unread, mentions } = await mineOf(ana, room);
    assert.deepEqual([unread, mentions], [1, 1]);
  });

  it('has no file of others for knowing its hash', async () => {
    const bytes = Buffer.from('a secret of ben');
    await sendFile(under.journal, { room, member: ben.identity.member.id, bytes });
    const own = await makeRoom(ana, 'own');
    const answer = await ana.value('createUpload', { cid: aCid(), room: own, ...described(bytes) });
    assert.ok(answer.offset === 0 && answer.ticket !== undefined, 'its bytes are to be sent');
    assert.equal(await post(ana, { room: own, files: [answer.file.id] }), 'E_NOT_FOUND');
    assert.equal(
      await outcomeOf(ana.call('createDownload', { room: own, seq: 1, file: answer.file.id })),
      'E_NOT_FOUND',
    );
  });

  it('sends into one room no file that it uploaded for another, nor one that was sent', async () => {
    const upload = await ben.value('createUpload', { cid: aCid(), room, ...described(Buffer.from('x')) });
    await under.journal.submit({ kind: 'keepFile', file: upload.file.id });
    const files: FileId[] = [upload.file.id];
    assert.equal(await post(ben, { files }), 'E_NOT_FOUND');
    assert.equal(await post(ben, { room, files }), 'ok');
    assert.equal(await post(ben, { room, files }), 'E_NOT_FOUND');
  });

  it('searches no faster than it may write, however many windows it has, and beside that', async () => {
    await under[Symbol.asyncDispose]();
    under = testHub({ sendBurst: 4, sendsPerMinute: 1 });
    ana = await under.entered('ana');
    const windows = [ana, await under.entered(ana), await under.entered(ana)];
    const search = (client: HubClient) => outcomeOf(client.call('search', { room: GENERAL, text: 'x', limit: 1 }));
    const find = (client: HubClient) => outcomeOf(client.call('find', { text: 'x', limit: 1 }));
    const outcomes = [];
    for (const each of windows) outcomes.push(await search(each), await find(each));
    assert.deepEqual(outcomes, ['ok', 'ok', 'ok', 'ok', 'E_RATE', 'E_RATE']);
    assert.ok(await ana.post('still'));
    assert.equal(await find(await under.entered('ben')), 'ok');
  });

  it('goes on with the search of nobody else, nor in rooms that are not its own', async () => {
    const first = await ben.value('find', { text: 'message', limit: 2 });
    assert.ok(first.next !== undefined);
    const { found } = await ana.value('find', { text: 'message', limit: 50, next: first.next });
    assert.deepEqual(found, []);
    for (const next of ['', 'x', '__proto__', `${first.next}x`, first.next.slice(1)])
      assert.equal(await outcomeOf(ben.call('find', { text: 'message', limit: 2, next })), 'E_NOT_FOUND', next);
  });
});
