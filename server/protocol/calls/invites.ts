import * as z from 'zod/mini';
import { InviteId, InviteSecret, RoomId } from '../ids';
import { LIMITS } from '../limits';
import { Invite, Role } from '../model';
import { nothing } from './parts';

/** How others come in. */
export const INVITE_CALLS = {
  /** By who may write. A guest's or a member's; of other roles by owners. The secret is told this once. */
  createInvite: {
    params: z.object({
      role: z._default(Role, 'member'),
      room: z.optional(RoomId),
      lastsMs: z.int().check(z.minimum(60_000), z.maximum(LIMITS.inviteLastsMs)),
      uses: z.int().check(z.minimum(1), z.maximum(LIMITS.inviteUses)),
    }),
    result: z.object({ invite: Invite, secret: InviteSecret }),
  },
  /** Those that can be used still: one's own, and for moderators everybody's. */
  invites: {
    params: nothing,
    result: z.object({ invites: z.array(Invite) }),
  },
  revokeInvite: {
    params: z.object({ invite: InviteId }),
    result: nothing,
  },
} as const;
