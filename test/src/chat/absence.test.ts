import assert from 'node:assert/strict';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import { Absence } from '../../../src/chat/absence';
import type { Chat } from '../../../src/chat/chat';
import { missed } from '../../../src/chat/missed';
import { eventually } from '../../helpers/eventually';
import { fakeClock } from '../fakeClock';
import { tellingScene } from '../notifications/tellingScene';

const MINUTE = 60_000;

describe('what happened since the reader left', () => {
  const { team, told, sayIn, create } = tellingScene();

  const scene = async () => {
    const [ana, ben] = [await team.joined('ana'), await team.joined('ben')];
    const design = await create(ben, 'design', ana);
    // Waits for what is said to have come.
    told(ana);
    const clock = fakeClock();
    const absence = new Absence(ana.rooms, clock);
    absence.look(true);
    await readAll(ana, GENERAL, design);
    absence.decline();
    const leave = (ms: number) => {
      absence.look(false);
      clock.sleep(ms);
    };
    const kinds = async () => {
      const answer = await missed({ call: ana.call.bind(ana), rooms: ana.rooms, absence });
      assert.ok('list' in answer);
      return answer.list.kinds.map(({ kind, found }) => [kind, ...found.map(({ title, text }) => `${title}: ${text}`)]);
    };
    return { ana, ben, design, absence, leave, kinds };
  };
  const readAll = async (chat: Chat, ...rooms: RoomId[]) => {
    for (const room of rooms) {
      chat.read(room, chat.rooms.get(room)?.head ?? 0);
      await eventually(() => assert.equal(chat.rooms.get(room)?.mine?.unread, 0));
    }
  };
  const saidWhileAway = async ({ ben, design }: { ben: Chat; design: RoomId }) => {
    await sayIn(ben, design, 'one', 'two', 'three');
    await sayIn(ben, GENERAL, '@ana ready?');
  };

  it('is what was unread when the reader came back, and stays that while it is read', async () => {
    const { ana, ben, design, absence, leave, kinds } = await scene();
    leave(5 * MINUTE);
    await saidWhileAway({ ben, design });
    absence.look(true);
    assert.deepEqual(absence.offered, { messages: '4', rooms: 2 });
    assert.deepEqual(await kinds(), [['question', 'general: @ana ready?']]);
    assert.equal(absence.offered, undefined, 'it was told');
    await readAll(ana, GENERAL, design);
    await eventually(() => assert.equal(absence.since.length, 2));
    assert.deepEqual(await kinds(), [['question', 'general: @ana ready?']]);
  });

  it('is of the last time that the reader was away for long: a look elsewhere is no leaving', async () => {
    const { ana, ben, design, absence, leave, kinds } = await scene();
    leave(5 * MINUTE);
    await saidWhileAway({ ben, design });
    absence.look(true);
    await readAll(ana, GENERAL, design);
    leave(5 * MINUTE - 1);
    absence.look(true);
    assert.deepEqual(await kinds(), [['question', 'general: @ana ready?']]);
    leave(5 * MINUTE);
    absence.look(true);
    assert.deepEqual([await kinds(), absence.offered], [[], undefined]);
  });

  it('is not of what was read elsewhere meanwhile', async () => {
    const { ana, ben, design, absence, leave, kinds } = await scene();
    leave(5 * MINUTE);
    await saidWhileAway({ ben, design });
    const { value: general } = await ana
      .call('read', { room: GENERAL, upTo: ana.rooms.get(GENERAL)?.head ?? 0 })
      .then((read) => ({ value: read.ok ? read.value.mine : undefined }));
    ana.rooms.counted(GENERAL, general);
    absence.look(true);
    assert.deepEqual([await kinds(), absence.offered], [[], undefined]);
  });

  it('is offered for a few messages in one room to nobody, and to who has read all by itself no more', async () => {
    const { ana, ben, design, absence, leave } = await scene();
    leave(5 * MINUTE);
    await sayIn(ben, design, 'one', 'two');
    absence.look(true);
    assert.equal(absence.offered, undefined);
    leave(5 * MINUTE);
    await sayIn(ben, design, ...'34567890'.split(''));
    absence.look(true);
    assert.deepEqual(absence.offered, { messages: '10', rooms: 1 });
    await readAll(ana, design);
    assert.equal(absence.offered, undefined);
  });

  it('cannot be told without the server, which is said', async () => {
    const { ana, absence } = await scene();
    await team.server.stop();
    await eventually(() => assert.equal(ana.link.at, 'offline'));
    assert.deepEqual(await missed({ call: ana.call.bind(ana), rooms: ana.rooms, absence }), {
      reason: 'What happened can be told when the server is reached again.',
    });
  });
});
