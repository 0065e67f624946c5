import * as z from 'zod/mini';
import type { Outcome } from './core/commands';
import type { Journal } from './journal/journal';
import { InviteId, MemberId, RoomId } from './protocol/ids';
import { Millis, Role } from './protocol/model';

const Hash = z.pipe(
  z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  z.transform((hex) => new Uint8Array(Buffer.from(hex, 'hex'))),
);

/** What whoever runs the server may have done to its members, whether they like it or not. */
const Order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('createInvite'),
    invite: InviteId,
    secretHash: Hash,
    role: Role,
    room: z.optional(RoomId),
    lastsMs: z.int(),
    uses: z.int(),
  }),
  z.object({ kind: z.literal('setRole'), member: MemberId, role: Role }),
  z.object({ kind: z.literal('ban'), member: MemberId }),
  z.object({ kind: z.literal('unban'), member: MemberId }),
  z.object({ kind: z.literal('mute'), member: MemberId }),
  z.object({ kind: z.literal('createPairing'), member: MemberId, codeHash: Hash }),
]);
const Asked = z.union([z.object({ kind: z.literal('people') }), Order]);
export type Asked = z.input<typeof Asked>;

const Standing = z.object({
  id: MemberId,
  name: z.string(),
  role: Role,
  joinedAt: Millis,
  isBanned: z.boolean(),
  mutedUntil: z.optional(Millis),
});
export type StandingOfMember = z.infer<typeof Standing>;

/** As it comes back through a file: who the members are, and why it was not done, if it was not. */
export const Carried = z.object({ refused: z.optional(z.string()), people: z.array(Standing) });
export type Carried = z.infer<typeof Carried>;

/** Throws where it is none of these. */
export async function carryOut(journal: Journal, asked: unknown): Promise<Carried> {
  const order = Asked.parse(asked);
  const outcome = order.kind === 'people' ? undefined : await submit(journal, order);
  const people = journal.state.people().map((person) => Standing.parse(person));
  return { people, ...(outcome?.ok === false && { refused: outcome.error.code }) };
}

/** Whoever runs the server is no member. */
function submit(journal: Journal, order: z.output<typeof Order>): Promise<Outcome> {
  const command = { ...order, by: undefined, device: undefined };
  return journal.submit(command);
}
