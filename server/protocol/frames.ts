import * as z from 'zod/mini';
import { CALLS, type Answer, type CallName, type Params, isCallName } from './calls';
import { ERRORS, isErrorCode } from './codes';
import { Epoch, MemberId, RoomId } from './ids';
import { parseBounded } from './json';
import { LIMITS } from './limits';
import { Entry, Mine, Person, Room } from './model';
import { Pin } from './pin';
import { type Failure, type Result, fail, ok } from './result';

/** `pin`: the certificate that it takes along. There it shows that one, or one that is trusted for its name. */
const Move = z.object({ to: z.optional(z.string().check(z.maxLength(LIMITS.addressChars))), pin: z.optional(Pin) });
export type Move = Readonly<z.infer<typeof Move>>;

/** What a server tells without being asked. A frame holds one or many. */
export const Push = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entries'), room: RoomId, epoch: Epoch, entries: z.array(Entry) }),
  z.object({ kind: z.literal('people'), room: RoomId, count: z.int() }),
  /** How these are now, whether they were known or not. */
  z.object({ kind: z.literal('persons'), persons: z.array(Person) }),
  z.object({ kind: z.literal('room'), room: Room }),
  /** How the reader stands to a room: also when it was mentioned. Without `mine` it is not in it any more: one that is not public is to be forgotten. */
  z.object({ kind: z.literal('mine'), room: RoomId, mine: z.optional(Mine) }),
  /** To be forgotten after a few seconds, or when a message of this member comes. */
  z.object({ kind: z.literal('typing'), room: RoomId, member: MemberId }),
  /** How the server's disk is: when that changes, and after `authenticate` when it is not ok. */
  z.object({
    kind: z.literal('storage'),
    /** `low` still takes all; `full`, `readOnly` and `damaged` take nothing for now. */
    state: z.enum(['ok', 'low', 'full', 'readOnly', 'damaged']),
    /** The newest good backup, where one would help. */
    backup: z.optional(z.string()),
    /** It is `readOnly` because it moves. `to`: where it goes on, as an address; known once it runs there. */
    move: z.optional(Move),
  }),
]);
export type Push = Readonly<z.infer<typeof Push>>;
const PUSH_KINDS = new Set(Push.def.options.map((option) => option.shape.kind.def.values[0] as string));
/** What a newer server may tell: dropped. */
const UnknownPush = z.pipe(
  z.object({ kind: z.string().check(z.refine((kind) => !PUSH_KINDS.has(kind))) }),
  z.transform(() => undefined),
);
const Pushes = z.pipe(
  z.array(z.union([Push, UnknownPush])),
  z.transform((pushes) => pushes.filter((push) => push !== undefined)),
);

export type CallFrame = {
  [K in CallName]: { readonly id: number; readonly call: K; readonly params: Params<K> };
}[CallName];

export type ServerFrame =
  | { readonly id: number; readonly result: unknown }
  | { readonly id?: number | undefined; readonly error: Failure }
  | { readonly push: readonly Push[] };

/** What a client waits for is bounded, whoever asks for it. */
const RetryAfterMs = z.pipe(
  z.number(),
  z.transform((ms) => Math.min(60_000, Math.max(0, ms))),
);
const Id = z.int().check(z.minimum(0));
const Envelope = z.object({ id: Id, call: z.string(), params: z.unknown() });
const AnyServerFrame = z.union([
  z.object({ id: Id, result: z.record(z.string(), z.unknown()) }),
  z.object({
    id: z.optional(Id),
    error: z.object({ code: z.string(), detail: z.optional(z.string()), retryAfterMs: z.optional(RetryAfterMs) }),
  }),
  z.object({ push: Pushes }),
]);

/** `id` is known where the envelope could be read, so that the error finds its call. */
type DecodedCall =
  | { readonly ok: true; readonly frame: CallFrame }
  | { readonly ok: false; readonly id?: number; readonly error: Failure };

export function decodeCall(raw: string): DecodedCall {
  const json = parseBounded(raw);
  if (!json.ok) return { ok: false, error: json.error };
  const envelope = Envelope.safeParse(json.value);
  if (!envelope.success) return { ok: false, error: { code: 'E_BAD_REQUEST', detail: 'not a call' } };
  const { id, call, params } = envelope.data;
  if (!isCallName(call)) return { ok: false, id, error: { code: 'E_UNKNOWN_TYPE' } };
  const decoded = CALLS[call].params.safeParse(params);
  if (!decoded.success) return { ok: false, id, error: { code: 'E_BAD_REQUEST', detail: whatIsWrong(decoded.error) } };
  return { ok: true, frame: { id, call, params: decoded.data } as CallFrame };
}

export function decodeServerFrame(raw: string): Result<ServerFrame> {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return fail('E_BAD_REQUEST', 'not JSON');
  }
  const frame = AnyServerFrame.safeParse(json);
  if (!frame.success) return fail('E_BAD_REQUEST', whatIsWrong(frame.error));
  if (!('error' in frame.data)) return ok(frame.data);
  const { code, retryAfterMs } = frame.data.error;
  const error: Failure = {
    code: isErrorCode(code) ? code : 'E_INTERNAL',
    detail: frame.data.error.detail ?? code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  return ok({ id: frame.data.id, error });
}

export function decodeAnswer<K extends CallName>(call: K, raw: unknown): Result<Answer<K>> {
  const schema: z.ZodMiniType = CALLS[call].result;
  const answer = schema.safeParse(raw);
  return answer.success ? ok(answer.data as Answer<K>) : fail('E_BAD_REQUEST', whatIsWrong(answer.error));
}

export const encodeCall = (frame: CallFrame): string => JSON.stringify(frame);

/** `final` goes along for clients that do not know the code. */
export const encodeServerFrame = (frame: ServerFrame): string =>
  'error' in frame
    ? JSON.stringify({ id: frame.id, error: { ...frame.error, final: ERRORS[frame.error.code].final } })
    : JSON.stringify(frame);

const whatIsWrong = (error: z.core.$ZodError): string =>
  error.issues
    .map((issue) => `${issue.path.join('.') || 'frame'}: ${issue.code}`)
    .join(', ')
    .slice(0, 200);
