import * as z from 'zod/mini';
import { MemberId } from '../ids';
import { Millis, Person, Role } from '../model';
import { aMember, named, nothing } from './parts';

/** Members, what they say of themselves, and what moderators do. */
export const PEOPLE_CALLS = {
  /** Everybody who is or was a member: the first thousand of them, and the rest is pushed. So is what changes, from here on. */
  people: {
    params: nothing,
    result: z.object({ people: z.array(Person) }),
  },
  /** `isAway` is of this connection: a member is away when all of its connections are. */
  setStatus: {
    params: z.object({ isAway: z.optional(z.boolean()), status: z.optional(z.string()) }),
    result: nothing,
  },
  /** What was written keeps the name it was written under. */
  rename: {
    params: z.object({ name: z.string() }),
    result: named,
  },
  /** By owners. E_LAST_OWNER: somebody has to be one. */
  setRole: {
    params: z.object({ member: MemberId, role: Role }),
    result: nothing,
  },
  /** By moderators, of who is less than they. Without `until` it ends. */
  mute: {
    params: z.object({ member: MemberId, until: z.optional(Millis) }),
    result: nothing,
  },
  /** By moderators, of who is less than they. Its connections are closed at once, and its devices are not let in any more. */
  ban: { params: aMember, result: nothing },
  /** Its devices are let in again. Nobody else is given a code that would let in as this member. */
  unban: { params: aMember, result: nothing },
  /** Before closing: this is no lost connection, so the member has left now and not after the grace time. */
  leave: { params: nothing, result: nothing },
} as const;
