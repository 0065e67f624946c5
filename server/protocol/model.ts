import * as z from 'zod/mini';
import { Cid, Epoch, MemberId, RoomId, Seq } from './ids';

/** Milliseconds since 1970, by the server's clock. */
export const Millis = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000_000)); // the last that a Date can be
export type Millis = z.infer<typeof Millis>;

const placed = { seq: Seq, at: Millis, name: z.string() };

/**
 * What a command became: stored, replayed and shown, never changed. `name` is the author's as it was then. A message
 * that was imported has no author on this server, and no cid.
 */
export const Message = z.object({
  kind: z.literal('message'),
  ...placed,
  author: z.optional(MemberId),
  cid: z.optional(Cid),
  text: z.string(),
});
export const Arrival = z.object({ kind: z.enum(['joined', 'left']), ...placed, author: z.optional(MemberId) });
export const Entry = z.discriminatedUnion('kind', [Message, Arrival]);

export type Message = Readonly<z.infer<typeof Message>>;
export type Arrival = Readonly<z.infer<typeof Arrival>>;
export type Entry = Message | Arrival;

export const Cursor = z.object({ epoch: Epoch, seq: Seq });
export type Cursor = Readonly<z.infer<typeof Cursor>>;

export const Member = z.object({ id: MemberId, name: z.string() });
export type Member = Readonly<z.infer<typeof Member>>;

export const Room = z.object({ id: RoomId, name: z.string(), head: Seq });
export type Room = Readonly<z.infer<typeof Room>>;

/** The sentence of a system line, as it stands in the page and in `chat_history.txt`. */
export const arrivalText = (entry: Pick<Arrival, 'kind' | 'name'>): string =>
  `${entry.name} has ${entry.kind} the chat.`;
