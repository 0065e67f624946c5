import * as z from 'zod/mini';
import { RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';

/** Commands of the composer that the host runs; the page runs the others by itself. */
export const HostCommand = z.enum([
  'dm',
  'join',
  'leave',
  'topic',
  'who',
  'pins',
  'invite',
  'mute',
  'unmute',
  'status',
  'snooze',
]);
export type HostCommand = z.infer<typeof HostCommand>;

/** What of it a room may not allow. */
export const RoomWay = z.enum(['leave', 'rename', 'mute', 'unmute']);
export type RoomWay = z.infer<typeof RoomWay>;

/** A command was typed in this room; `rest` is what stands behind its name. */
export const Slash = z.object({
  kind: z.literal('slash'),
  id: z.int(),
  room: RoomId,
  name: HostCommand,
  rest: z.string().check(z.maxLength(2 * LIMITS.textCodePoints)),
});
export type Slash = Readonly<z.infer<typeof Slash>>;

/** The answer to `slash`: it is done, with a sentence where nothing else tells of it, or `reason` says why not; not a delta. */
export const Slashed = z.object({
  kind: z.literal('slashed'),
  id: z.int(),
  said: z.optional(z.string()),
  reason: z.optional(z.string()),
});
export type Slashed = Readonly<z.infer<typeof Slashed>>;
