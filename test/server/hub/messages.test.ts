import assert from 'node:assert/strict';
import type { Params } from '../../../server/protocol/calls';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import type { Message } from '../../../server/protocol/model';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { HubClient } from '../../helpers/hubClient';
import { makeRoom, mineOf, outcomeOf, say } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

describe('what is done to messages', () => {
  let under: TestHub;
  let ana: HubClient;
  let ben: HubClient;
  let room: RoomId;
  let seq: number;

  beforeEach(async () => {
    under = testHub();
    ana = await entered('ana');
    ben = await entered('ben');
    room = await makeRoom(ben, 'design', 'public');
    await ben.value('addToRoom', { room, member: ana.identity.member.id });
    seq = await say(ben, room, 'hello');
  });
  afterEach(() => under[Symbol.asyncDispose]());

  async function entered(name: string): Promise<HubClient> {
    const client = new HubClient(under.hub);
    await client.enter(name);
    return client;
  }
  const messageOf = async (at = seq): Promise<Message> => {
    const { entries } = await ana.value('history', { room, after: at - 1, limit: 1 });
    const [entry] = entries;
    assert.ok(entry?.kind === 'message');
    return entry;
  };
  const edit = (text: string, rev?: number) =>
    outcomeOf(ben.call('edit', rev === undefined ? { room, seq, text } : { room, seq, rev, text }));
  const react = (client: HubClient, emoji: string, isOn = true) =>
    outcomeOf(client.call('react', { room, seq, emoji, isOn }));
  const flag = (client: HubClient, over: Partial<Params<'flag'>> = {}) =>
    outcomeOf(client.call('flag', { room, seq, flag: 'pinned', isOn: true, ...over }));

  it('is another text by who wrote it, as long as that has seen the last one', async () => {
    assert.equal(await edit('hello all'), 'ok');
    const { text, rev, editedAt, at } = await messageOf();
    assert.deepEqual([text, rev], ['hello all', seq + 1]);
    assert.ok(editedAt !== undefined && editedAt >= at);
    assert.equal(await edit('from another device'), 'E_CONFLICT');
    assert.equal(await edit('hello all'), 'ok', 'what it is already');
    assert.equal(await edit('again', rev), 'ok');
    assert.equal((await messageOf()).text, 'again');
    assert.equal(await edit(' '), 'E_TEXT_INVALID');
    assert.equal(await outcomeOf(ana.call('edit', { room, seq, text: 'an owner' })), 'E_NOT_FOUND');
    await ben.value('delete', { room, seq });
    assert.equal(await edit('more', (await messageOf()).rev), 'E_NOT_FOUND');
  });

  it('mentions whom its new text names, and nobody whom only the old one did', async () => {
    const mentions = async () => (await mineOf(ana, room)).mentions;
    await edit('hello @ana');
    assert.equal(await mentions(), 1);
    await edit('hello', (await messageOf()).rev);
    assert.equal(await mentions(), 0);
  });

  it('is nothing that is unread', async () => {
    await ana.value('read', { room, upTo: seq });
    await react(ben, '👍');
    await flag(ben);
    await edit('hello all');
    assert.equal((await mineOf(ana, room)).unread, 0);
  });

  it('is an emoji, once of each member, and told to all who listen', async () => {
    await ana.value('resume', { room });
    for (const each of [ana, ben, ana]) assert.equal(await react(each, '👍'), 'ok');
    assert.equal(await react(ana, '❤️'), 'ok');
    const by = (...names: string[]) =>
      names.map((name) => ({ id: (name === 'ana' ? ana : ben).identity.member.id, name }));
    const reactions = [
      { emoji: '❤️', by: by('ana') },
      { emoji: '👍', by: by('ana', 'ben') },
    ];
    assert.deepEqual((await messageOf()).reactions, reactions);
    await eventually(() => assert.equal(ana.entries.filter(({ kind }) => kind === 'reacted').length, 3));
    assert.equal(await react(ana, '👍', false), 'ok');
    assert.equal(await react(ana, '❤️', false), 'ok');
    assert.deepEqual((await messageOf()).reactions, [{ emoji: '👍', by: by('ben') }]);
    assert.equal(await react(ben, '👍', false), 'ok');
    assert.ok(!('reactions' in (await messageOf())));
    for (const text of ['x', '1', '', '👍👍', ':)', '👍 ']) assert.equal(await react(ana, text), 'E_BAD_REQUEST', text);
    for (const emoji of ['👍🏽', '👩‍💻', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '1️⃣', '🇩🇪', '☝️', '🏳️‍🌈']) assert.equal(await react(ana, emoji), 'ok', emoji);
  });

  it('is no more emoji than a message may have', async () => {
    const many = Array.from({ length: LIMITS.emojiPerMessage }, (_, i) => String.fromCodePoint(0x1f600 + i));
    for (const emoji of many) assert.equal(await react(ana, emoji), 'ok');
    assert.equal(await react(ana, '👍'), 'E_TOO_MANY');
    assert.equal(await react(ben, many[0] ?? ''), 'ok');
  });

  it('is an answer, which belongs to the thread of what it answers', async () => {
    const answer = (replyTo: number) => ana.call('post', { cid: aCid(), room, text: 'an answer', replyTo });
    const first = await answer(seq);
    assert.ok(first.ok);
    const second = await answer(first.value.seq);
    assert.ok(second.ok);
    const { replyTo, thread } = await messageOf(first.value.seq);
    assert.deepEqual([replyTo, thread], [seq, undefined]);
    const later = await messageOf(second.value.seq);
    assert.deepEqual([later.replyTo, later.thread], [first.value.seq, seq]);
    assert.deepEqual((await messageOf()).replies, { count: 2, last: second.value.seq });
    assert.equal(await outcomeOf(answer(1_000)), 'E_NOT_FOUND');
    assert.equal(await outcomeOf(answer(1)), 'E_NOT_FOUND', 'a notice');
    assert.equal(await flag(ana, { seq: first.value.seq, flag: 'resolved' }), 'E_NOT_FOUND', 'no beginning');
    assert.equal(await flag(ben, { flag: 'resolved' }), 'ok');
    await ben.value('delete', { room, seq });
    const { text, replies, resolved } = await messageOf();
    assert.deepEqual([text, replies?.count, resolved], ['', 2, true]);
  });

  it('is a pin, of which a room has only so many', async () => {
    const pinned = async () => (await ana.value('pinned', { room })).entries.map((entry) => entry.seq);
    const others = await Promise.all(Array.from({ length: LIMITS.pinnedPerRoom }, (_, i) => say(ben, room, `${i}`)));
    for (const each of others) assert.equal(await flag(ben, { seq: each }), 'ok');
    assert.equal(await flag(ben), 'E_TOO_MANY');
    assert.equal(await flag(ana, { seq: others[0] ?? 0, isOn: false }), 'ok');
    await ben.value('delete', { room, seq: others[1] ?? 0 });
    assert.equal(await flag(ben), 'ok');
    assert.deepEqual(await pinned(), [seq, ...others.slice(2).reverse()]);
  });

  it('is nothing where nobody writes, nor by who is not let write', async () => {
    const all = (client: HubClient) =>
      Promise.all([react(client, '👍'), flag(client), flag(client, { flag: 'resolved' }), edit('other')]);
    await ana.value('changeRoom', { room, isLocked: true });
    assert.deepEqual(new Set(await all(ben)), new Set(['E_ROOM_CLOSED']));
    await ana.value('changeRoom', { room, isLocked: false });
    await ana.value('mute', { member: ben.identity.member.id, until: Date.now() + 60_000 });
    assert.deepEqual(new Set(await all(ben)), new Set(['E_MUTED']));
  });

  it('goes no faster than messages do, and beside them', async () => {
    await under[Symbol.asyncDispose]();
    under = testHub({ sendBurst: 2, sendsPerMinute: 1 });
    ana = await entered('ana');
    const { seq: at } = await ana.post('hello');
    const outcomes = [];
    for (const emoji of ['👍', '❤️', '🎉'])
      outcomes.push(await outcomeOf(ana.call('react', { room: GENERAL, seq: at, emoji, isOn: true })));
    assert.deepEqual(outcomes, ['ok', 'ok', 'E_RATE']);
    assert.ok(await ana.post('still'));
  });
});
