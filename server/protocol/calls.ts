import type * as z from 'zod/mini';
import { DEVICE_CALLS } from './calls/devices';
import { ENTRANCE_CALLS } from './calls/entrance';
import { ENTRY_CALLS } from './calls/entries';
import { FILE_CALLS } from './calls/files';
import { FIND_CALLS } from './calls/find';
import { INVITE_CALLS } from './calls/invites';
import { MOVE_CALLS } from './calls/move';
import { PEOPLE_CALLS } from './calls/people';
import { ROOM_CALLS } from './calls/rooms';
import type { Result } from './result';

/**
 * Every call of the wire, once. Frames, the server's handler table and the client's methods are derived from it.
 * A connection says `hello`, then `claim` (only a newcomer) and `authenticate`; the others are open to it after that.
 */
export const CALLS = {
  ...ENTRANCE_CALLS,
  ...ENTRY_CALLS,
  ...FILE_CALLS,
  ...FIND_CALLS,
  ...ROOM_CALLS,
  ...PEOPLE_CALLS,
  ...INVITE_CALLS,
  ...DEVICE_CALLS,
  ...MOVE_CALLS,
} as const;

export type CallName = keyof typeof CALLS;
export type Params<K extends CallName> = Readonly<z.infer<(typeof CALLS)[K]['params']>>;
export type Answer<K extends CallName> = Readonly<z.infer<(typeof CALLS)[K]['result']>>;

export const isCallName = (raw: string): raw is CallName => Object.hasOwn(CALLS, raw);

/** What answers the calls: one function for each, no default. */
export type Handlers<Caller> = {
  readonly [K in CallName]: (caller: Caller, params: Params<K>) => Result<Answer<K>> | Promise<Result<Answer<K>>>;
};
