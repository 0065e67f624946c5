import type { CallName, Handlers } from '../../protocol/calls';
import type { DeviceId, MemberId } from '../../protocol/ids';
import { type Result, ok } from '../../protocol/result';
import type { Session } from '../session';

/** What a connection says before it has proved a member, and not after. */
const ENTRANCE = ['hello', 'claim', 'pair', 'authenticate'] as const satisfies readonly CallName[];
export type EntranceCall = (typeof ENTRANCE)[number];

const entrance: ReadonlySet<CallName> = new Set(ENTRANCE);
export const isEntrance = (call: CallName): call is EntranceCall => entrance.has(call);

/** Who calls, once that is proven. */
export interface Caller {
  readonly session: Session;
  readonly member: MemberId;
  readonly device: DeviceId;
}

export type EntranceHandlers = Pick<Handlers<Session>, EntranceCall>;
export type MemberHandlers<K extends MemberCall = MemberCall> = Pick<Handlers<Caller>, K>;
type MemberCall = Exclude<CallName, EntranceCall>;

/** The answer to a command that comes to nothing but being done. */
export const done = (outcome: Result<unknown>): Result<Record<string, never>> => (outcome.ok ? ok({}) : outcome);
