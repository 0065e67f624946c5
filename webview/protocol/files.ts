import * as z from 'zod/mini';
import { Cid, RoomId, Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { FileRef } from '../../server/protocol/model';

/** Of a picture whose bytes were looked at: where the page finds it, and how big it is. */
export const Picture = z.object({ url: z.string(), width: z.int(), height: z.int() });
export type Picture = Readonly<z.infer<typeof Picture>>;

/** A file that goes with a message which is not sent yet. */
export const OwnFile = z.object({
  id: Cid,
  name: z.string(),
  type: z.string(),
  size: z.int(),
  width: z.optional(z.int()),
  height: z.optional(z.int()),
});
export type OwnFile = Readonly<z.infer<typeof OwnFile>>;

/** One that was chosen. It can be sent when all of it is copied: `have` is `size`, and `isReady`. */
export const Attached = z.object({
  ...OwnFile.shape,
  have: z.int(),
  isReady: z.boolean(),
  picture: z.optional(Picture),
});
export type Attached = Readonly<z.infer<typeof Attached>>;

/** `show`: a picture that came into view. `cancel`: of the other acts. */
export const FileAct = z.enum(['show', 'save', 'open', 'cancel']);
export type FileAct = z.infer<typeof FileAct>;

/** Each reason is a sentence for the person. */
export const FileAt = z.discriminatedUnion('at', [
  z.object({ at: z.literal('coming'), have: z.int() }),
  /** Nothing is under way; `picture`: to be shown. */
  z.object({ at: z.literal('here'), picture: z.optional(Picture) }),
  z.object({ at: z.literal('failed'), reason: z.string() }),
]);
export type FileAt = Readonly<z.infer<typeof FileAt>>;

/** What the host says of files; none of it is a delta. */
export const FilesToPage = [
  /** What was chosen for the next message of a room: all of it each time. */
  z.object({ kind: z.literal('attached'), room: RoomId, files: z.array(Attached) }),
  /** Of a file that the page reads: all up to there is taken, and more may come. Without `upTo` no more is wanted. */
  z.object({ kind: z.literal('taken'), id: Cid, upTo: z.optional(z.int()) }),
  /** Of a file of a message that is shown. */
  z.object({ kind: z.literal('file'), file: FileRef.shape.id, state: FileAt }),
] as const;

/** A page reads what was dropped or pasted in pieces of this size, one at a time. */
export const CHUNK_BYTES = 256 * 1024;

export const FilesToHost = [
  /** The page is about to read a file; it waits to be asked. */
  z.object({
    kind: z.literal('attach'),
    room: RoomId,
    id: Cid,
    name: z.string(),
    type: z.string(),
    size: z.int().check(z.minimum(0)),
  }),
  z.object({
    kind: z.literal('chunk'),
    id: Cid,
    bytes: z.instanceof(Uint8Array).check(z.refine(({ length }) => length <= CHUNK_BYTES)),
  }),
  z.object({ kind: z.literal('detach'), id: Cid }),
  /** What was dropped from the editor. */
  z.object({
    kind: z.literal('attachUris'),
    room: RoomId,
    uris: z.array(z.string()).check(z.maxLength(LIMITS.filesPerMessage)),
  }),
  z.object({ kind: z.literal('file'), act: FileAct, room: RoomId, seq: Seq, file: FileRef }),
] as const;
