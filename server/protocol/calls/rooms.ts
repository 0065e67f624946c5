import * as z from 'zod/mini';
import { Cid, MemberId, RoomId, Seq } from '../ids';
import { LIMITS } from '../limits';
import { ListedRoom, Mine, Turn } from '../model';
import { aRoom, nothing } from './parts';

const listed = z.object({ room: ListedRoom });
const memberInRoom = z.object({ room: RoomId, member: MemberId });
const roomName = z.string().check(z.maxLength(4 * LIMITS.roomNameChars));
const topic = z.string().check(z.maxLength(4 * LIMITS.topicChars));

/** Rooms, who is in them, and what the caller makes of them. */
export const ROOM_CALLS = {
  /**
   * The creator is in it. E_NAME_TAKEN: a room that the caller may see has this name, or one that looks like it. E_TOO_MANY:
   * a member is in at most LIMITS.roomsPerMember rooms, conversations aside.
   */
  createRoom: {
    params: z.object({ cid: Cid, name: roomName, kind: z.enum(['public', 'private']), topic: z.optional(topic) }),
    result: listed,
  },
  /** The conversation of these members and the caller: the one there is, or a new one. It is never left. */
  openDirect: {
    params: z.object({ members: z.array(MemberId).check(z.minLength(1), z.maxLength(LIMITS.directMembers - 1)) }),
    result: listed,
  },
  /** Name and topic: who may write in it. `isArchived`: its creator and moderators. `isLocked`: moderators. */
  changeRoom: {
    params: z.object({
      room: RoomId,
      name: z.optional(roomName),
      topic: z.optional(topic),
      isArchived: z.optional(z.boolean()),
      isLocked: z.optional(z.boolean()),
    }),
    result: nothing,
  },
  /** A public room. From here on its entries are pushed. */
  joinRoom: { params: aRoom, result: listed },
  /** A private room of which nobody is left is archived. */
  leaveRoom: { params: aRoom, result: nothing },
  /** By who is in the room. */
  addToRoom: { params: memberInRoom, result: nothing },
  /** By a moderator or the room's creator, who are in the room or may see it. */
  removeFromRoom: { params: memberInRoom, result: nothing },
  /** As `authenticate` lists it: of one that it did not, as not all conversations are. */
  room: { params: aRoom, result: listed },
  roomMembers: {
    params: aRoom,
    result: z.object({ members: z.array(MemberId) }),
  },
  /**
   * What the caller has read, which only grows: so this also asks for the counts. Told to its other windows. `turn`: as the
   * caller knows it; of another one nothing is taken, since it is from before something was marked as unread.
   */
  read: {
    params: z.object({ room: RoomId, upTo: Seq, turn: z.optional(Turn) }),
    result: z.object({ mine: Mine }),
  },
  /** From this place on nothing is read, and all before it is: another turn begins. Told to the caller's other windows. */
  markUnread: {
    params: z.object({ room: RoomId, from: Seq }),
    result: z.object({ mine: Mine }),
  },
  /** Of a room one is in. */
  preferRoom: {
    params: z.object({ room: RoomId, isMuted: z.optional(z.boolean()), isFavourite: z.optional(z.boolean()) }),
    result: nothing,
  },
  /** That the caller is writing; told to the others in the room, and forgotten by them soon. */
  typing: { params: aRoom, result: nothing },
} as const;
