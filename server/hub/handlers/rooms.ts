import { standingOf, whyNotWrite } from '../../core/access';
import type { Outcome } from '../../core/commands';
import { isFurther } from '../../core/memberships';
import type { StateReader } from '../../core/ports';
import type { Journal } from '../../journal/journal';
import { encodeServerFrame } from '../../protocol/frames';
import type { MemberId, RoomId } from '../../protocol/ids';
import type { ServerLimits } from '../../protocol/limits';
import type { ListedRoom, Mine } from '../../protocol/model';
import { type Result, fail, ok } from '../../protocol/result';
import { newRoomId } from '../authentication';
import type { FrameEncoder } from '../connection';
import type { Feeds } from '../feeds';
import { listed } from '../listedRooms';
import type { Sends } from '../sends';
import type { Subscriptions } from '../subscriptions';
import { type MemberHandlers, done } from './handlers';

interface Rooms {
  readonly journal: Journal;
  readonly feeds: Feeds;
  readonly sends: Sends;
  readonly subscriptions: Subscriptions;
  readonly encode: FrameEncoder;
  readonly limits: ServerLimits;
}

/** Which rooms there are, who is in them, and what each has read. */
export const roomHandlers = ({
  journal,
  feeds,
  sends,
  subscriptions,
  encode,
  limits,
}: Rooms): MemberHandlers<
  | 'createRoom'
  | 'openDirect'
  | 'changeRoom'
  | 'joinRoom'
  | 'leaveRoom'
  | 'addToRoom'
  | 'removeFromRoom'
  | 'room'
  | 'roomMembers'
  | 'read'
  | 'markUnread'
  | 'preferRoom'
  | 'typing'
> => ({
  createRoom: ({ member }, { kind: roomKind, ...wanted }) =>
    sends.paced(member, async () => {
      const room = newRoomId();
      const outcome = await journal.submit({ kind: 'createRoom', ...wanted, room, member, roomKind });
      return listedOutcome(journal.state, outcome, member);
    }),
  openDirect: ({ member }, { members }) =>
    sends.paced(member, async () => {
      const outcome = await journal.submit({ kind: 'openDirect', room: newRoomId(), member, members });
      return listedOutcome(journal.state, outcome, member);
    }),
  changeRoom: ({ member }, wanted) =>
    sends.paced(member, async () => done(await journal.submit({ kind: 'changeRoom', ...wanted, member }))),
  joinRoom: ({ member }, { room }) =>
    sends.paced(member, async () => {
      const outcome = await journal.submit({ kind: 'joinRoom', room, member });
      return outcome.ok ? listedRoom(journal.state, room, member) : outcome;
    }),
  leaveRoom: ({ member }, { room }) =>
    sends.paced(member, async () => done(await journal.submit({ kind: 'leaveRoom', room, member }))),
  addToRoom: ({ member }, { room, member: subject }) =>
    sends.paced(member, async () => done(await journal.submit({ kind: 'addToRoom', room, member, subject }))),
  removeFromRoom: ({ member }, { room, member: subject }) =>
    sends.paced(member, async () => done(await journal.submit({ kind: 'removeFromRoom', room, member, subject }))),
  room: ({ member }, { room }) => listedRoom(journal.state, room, member),
  roomMembers: ({ member }, { room }) => {
    const { state } = journal;
    return standingOf(state, room, member) ? ok({ members: [...state.memberships.of(room)] }) : fail('E_NOT_FOUND');
  },
  read: async ({ member }, { room, upTo, turn }) => {
    const { memberships } = journal.state;
    // Nothing is stored where nothing more was read.
    if (isFurther(memberships.cursor(room, member), upTo, turn)) {
      const outcome = await journal.submit({ kind: 'read', room, member, upTo, turn });
      if (!outcome.ok) return outcome;
    }
    return mineIn(journal.state, room, member);
  },
  markUnread: ({ member }, { room, from }) =>
    sends.paced(member, async () => {
      const outcome = await journal.submit({ kind: 'markUnread', room, member, from });
      return outcome.ok ? mineIn(journal.state, room, member) : outcome;
    }),
  preferRoom: async ({ member }, wanted) => done(await journal.submit({ kind: 'preferRoom', ...wanted, member })),
  typing: ({ session, member }, { room }) => {
    const standing = standingOf(journal.state, room, member);
    const refused = standing ? whyNotWrite(standing, Date.now()) : 'E_NOT_FOUND';
    if (refused) return fail(refused);
    const now = performance.now();
    if (now - session.typedAt < limits.typingMs) return ok({});
    session.typedAt = now;
    const frame = encode(encodeServerFrame({ push: [{ kind: 'typing', room, member }] }));
    feeds.of(room).tell(frame, subscriptions.sessionsOf(member));
    return ok({});
  },
});

function mineIn({ memberships }: StateReader, room: RoomId, member: MemberId): Result<{ mine: Mine }> {
  const mine = memberships.mine(room, member);
  return mine ? ok({ mine }) : fail('E_NOT_FOUND');
}

function listedOutcome(
  state: StateReader,
  outcome: Outcome<'createRoom' | 'openDirect'>,
  member: MemberId,
): Result<{ room: ListedRoom }> {
  return outcome.ok ? listedRoom(state, outcome.value.room, member) : outcome;
}

function listedRoom(state: StateReader, id: RoomId, member: MemberId): Result<{ room: ListedRoom }> {
  const standing = standingOf(state, id, member);
  return standing ? ok({ room: listed(state, standing.room, member) }) : fail('E_NOT_FOUND');
}
