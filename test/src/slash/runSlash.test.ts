import assert from 'node:assert/strict';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { snoozedUntil } from '../../../src/notifications/quiet';
import { type SlashPorts, runSlash } from '../../../src/slash/runSlash';
import type { HostCommand } from '../../../webview/protocol/slash';
import { eventually } from '../../helpers/eventually';
import { aCid, mapMemory } from '../fixtures';
import { teamScene } from '../chat/teamScene';

describe('commands of the composer, at the host', () => {
  const scene = teamScene();
  const { joined } = scene;
  let asked: unknown[];
  let ports: SlashPorts & { memory: ReturnType<typeof mapMemory> };
  beforeEach(() => {
    asked = [];
    ports = { memory: mapMemory(), now: () => 1_000, ask: (...what) => void asked.push(what) };
  });
  const run = (chat: Chat, name: HostCommand, rest = '', room: RoomId = chat.room) =>
    runSlash(chat, { kind: 'slash', id: 1, room, name, rest }, ports);
  const create = async (chat: Chat, name: string, kind: 'public' | 'private' = 'public') => {
    const made = await chat.call('createRoom', { cid: aCid(), name, kind });
    assert.ok(made.ok);
    return made.value.room.id;
  };
  const textsIn = (chat: Chat) =>
    (chat.window?.entries ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));

  it('write to one person alone, by the longest name that fits, and open the conversation', async () => {
    const [ana] = [await joined('ana'), await joined('Ben'), await joined('Ben Ali')];
    await eventually(() => assert.equal(ana.people.all.length, 3));
    for (const rest of ['@ben ali: the  first', 'ben the second']) assert.deepEqual(await run(ana, 'dm', rest), {});
    assert.equal(ana.shownRoom.title, 'Ben');
    await eventually(() => assert.deepEqual(textsIn(ana), ['the second']));
    const other = ana.rooms.all.find((room) => room.kind === 'direct' && ana.rooms.titleOf(room) === 'Ben Ali');
    await ana.open(other!.id);
    await eventually(() => assert.deepEqual(textsIn(ana), ['the  first']));
    assert.equal(ana.rooms.get(GENERAL)?.head, 3, 'nothing of it was said to all');
  });

  it('write to nobody where that may be another, who is called as the text begins', async () => {
    const [ana] = [await joined('ana'), await joined('Ben'), await joined('Ben see')];
    await eventually(() => assert.equal(ana.people.all.length, 3));
    const { reason } = await run(ana, 'dm', 'ben see the plan');
    assert.equal(reason, 'This may be for Ben see or for Ben. Put a colon behind the name.');
    assert.ok(!ana.rooms.all.some(({ kind }) => kind === 'direct'));
    assert.deepEqual(await run(ana, 'dm', 'ben: see the plan'), {});
    assert.equal(ana.shownRoom.title, 'Ben');
    await eventually(() => assert.deepEqual(textsIn(ana), ['see the plan']));
    assert.deepEqual(await run(ana, 'dm', 'ben see: the plan'), {});
    assert.equal(ana.shownRoom.title, 'Ben see');
  });

  it('say that nobody is called so, and that nobody writes to oneself', async () => {
    const ana = await joined('ana');
    await eventually(() => assert.ok(ana.people.me));
    assert.deepEqual(await run(ana, 'dm', 'zoe hello'), { reason: 'Nobody in this team is called “zoe”.' });
    assert.deepEqual(await run(ana, 'dm', 'ana hello'), { reason: 'That is you.' });
    assert.equal(ana.room, GENERAL);
  });

  it('go to a room by its name, and join it where one is not in it', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const design = await create(ana, 'Design');
    await eventually(() => assert.ok(ben.rooms.get(design)));
    assert.deepEqual(await run(ben, 'join', '#design'), {});
    assert.deepEqual([ben.room, ben.rooms.get(design)?.mine !== undefined], [design, true]);
    assert.deepEqual(await run(ben, 'join', 'general'), {});
    assert.equal(ben.room, GENERAL);
    assert.deepEqual(await run(ben, 'join', 'nowhere'), { reason: 'There is no room “nowhere” that you can see.' });
  });

  it('leave a public room at once, and a private one only as the editor asks', async () => {
    const ana = await joined('ana');
    const [design, secret] = [await create(ana, 'design'), await create(ana, 'secret', 'private')];
    await ana.open(design);
    assert.deepEqual(await run(ana, 'leave'), {});
    await eventually(() => assert.deepEqual([ana.room, ana.rooms.get(design)?.mine], [GENERAL, undefined]));
    assert.deepEqual(await run(ana, 'leave', '', secret), {});
    assert.deepEqual(asked, [['leaveRoom', secret]]);
    assert.ok(ana.rooms.get(secret)?.mine);
    assert.match((await run(ana, 'leave')).reason ?? '', /\w/, 'of this room nobody leaves');
  });

  it('set topic and status, mute and unmute, and say so', async () => {
    const ana = await joined('ana');
    assert.deepEqual(await run(ana, 'topic', 'Plans'), { said: 'The topic is set.' });
    assert.deepEqual(await run(ana, 'status', 'at lunch'), { said: 'Your status is set.' });
    await eventually(() => assert.deepEqual([ana.shownRoom.topic, ana.people.me?.status], ['Plans', 'at lunch']));
    assert.match((await run(ana, 'mute')).said ?? '', /is muted/);
    await eventually(() => assert.deepEqual(ana.shownRoom.ways, ['rename', 'unmute']));
    assert.match((await run(ana, 'unmute')).said ?? '', /not muted/);
    await eventually(() => assert.deepEqual(ana.shownRoom.ways, ['rename', 'mute']));
    for (const name of ['topic', 'status'] as const)
      assert.match((await run(ana, name, 'x'.repeat(400))).reason ?? '', /one line of at most \d+ characters/);
  });

  it('are refused where the server refuses, or is away, with the reason', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const design = await create(ana, 'design');
    await eventually(() => assert.ok(ana.people.all.length === 2 && ben.rooms.get(design)));
    await ana.call('changeRoom', { room: design, isArchived: true });
    assert.match((await run(ana, 'topic', 'Plans', design)).reason ?? '', /closed/);
    await scene.server.stop();
    await eventually(() => assert.equal(ana.link.at, 'offline'));
    for (const [name, rest] of [['mute', ''], ['dm', 'ben hi'], ['topic', 'x']] as const)
      assert.match((await run(ana, name, rest, GENERAL)).reason ?? '', /did not answer/, name); // prettier-ignore
    assert.deepEqual(
      await runSlash(undefined, { kind: 'slash', id: 1, room: GENERAL, name: 'mute', rest: '' }, ports),
      {
        reason: 'This is not there any more, or not yours to change.',
      },
    );
  });

  it('have the editor ask where nothing stands behind them', async () => {
    const ana = await joined('ana');
    for (const name of ['dm', 'join', 'topic', 'status', 'snooze', 'who', 'pins', 'invite'] as const)
      assert.deepEqual(await run(ana, name), {});
    const commands = ['messageMember', 'browseRooms', 'setTopic', 'setStatus', 'snoozeNotifications', 'showRoomMembers', 'showPinned', 'copyInvite']; // prettier-ignore
    assert.deepEqual(asked, commands.map((command) => [command, GENERAL])); // prettier-ignore
  });

  it('put notifications off for a time, and on again', async () => {
    const ana = await joined('ana');
    assert.match((await run(ana, 'snooze', '1h 30m')).said ?? '', /^Notifications of Team Chat are snoozed until/);
    assert.equal(snoozedUntil(ports.memory, 1_000), 1_000 + 90 * 60_000);
    assert.match((await run(ana, 'snooze', 'OFF')).said ?? '', /on again/);
    assert.equal(snoozedUntil(ports.memory, 1_000), undefined);
    assert.match((await run(ana, 'snooze', 'a while')).reason ?? '', /30m, 2h, tomorrow, or off/);
  });
});
