import * as z from 'zod/mini';
import { Cid, GENERAL, RoomId, Seq } from '../../server/protocol/ids';
import { Millis, Turn } from '../../server/protocol/model';
import { OwnFile } from '../protocol/files';
import { type Composing, nothingComposed } from './composing';
import { type PageState, initial } from './model';
import { keptEmoji, noEmoji } from './picker';
import { inRoom, places } from './places';

const place = {
  draft: z.string(),
  submitted: z.array(
    z.object({
      cid: Cid,
      text: z.string(),
      at: Millis,
      files: z.optional(z.readonly(z.array(OwnFile))),
      replyTo: z.optional(Seq),
    }),
  ),
  anchor: z.optional(z.object({ seq: Seq, offset: z.number() })),
  editing: z.optional(z.object({ seq: Seq, rev: z.optional(Seq), text: z.string() })),
  answering: z.optional(Seq),
  thread: z.optional(Seq),
  threadDrafts: z.optional(
    z.array(
      z.object({
        root: Seq,
        draft: z.string(),
        editing: z.optional(z.object({ seq: Seq, rev: z.optional(Seq), kept: z.string() })),
        answering: z.optional(Seq),
      }),
    ),
  ),
};

/** What the editor keeps for the page while it is hidden or restarted: intent, never messages. */
const Saved = z.object({
  v: z.literal(2),
  home: z.string(),
  open: RoomId,
  rooms: z.array(z.object({ room: RoomId, ...place })),
  /** Of the open one (PageState). */
  held: z.optional(Turn),
  /** Of the reader, wherever they are. */
  emoji: z.optional(z.object({ recent: z.array(z.string()), tone: z.int() })),
});
type Saved = Readonly<z.infer<typeof Saved>>;

/** Of a version that knew one room. */
const SavedOnce = z.pipe(
  z.object({ v: z.literal(1), home: z.string(), ...place }),
  z.transform(({ home, ...kept }): Saved => ({ v: 2, home, open: GENERAL, rooms: [{ room: GENERAL, ...kept }] })),
);

export const save = (s: PageState): Saved => ({
  v: 2,
  home: s.home,
  open: s.room.id,
  rooms: [...places(s)].map(([room, { isTyped: _, submitted, anchor, threadDrafts, ...kept }]) => ({
    room,
    ...kept,
    submitted: [...submitted],
    ...(anchor && { anchor }),
    ...(threadDrafts && { threadDrafts: [...threadDrafts].map(saveThread) }),
  })),
  ...(s.held !== undefined && { held: s.held }),
  ...(s.emoji.recent.length + s.emoji.tone > 0 && {
    emoji: { recent: [...s.emoji.recent], tone: s.emoji.tone },
  }),
});

const saveThread = ([root, { draft, editing, answering }]: readonly [Seq, Composing]) => ({
  root,
  draft,
  ...(editing && { editing: { seq: editing.seq, rev: editing.rev, kept: editing.kept } }),
  ...(answering !== undefined && { answering }),
});

const restoreThreads = (saved: NonNullable<Saved['rooms'][number]['threadDrafts']>): ReadonlyMap<Seq, Composing> =>
  new Map(
    saved.map(({ root, draft, editing, answering }) => [
      root,
      {
        ...nothingComposed,
        draft,
        answering,
        editing: editing && { seq: editing.seq, rev: editing.rev, kept: editing.kept, given: undefined },
      },
    ]),
  );

export function restore(raw: unknown): PageState {
  const saved = z.union([Saved, SavedOnce]).safeParse(raw);
  if (!saved.success) return initial;
  const { home, open, rooms, held, emoji: kept } = saved.data;
  const emoji = kept ? keptEmoji(kept.recent, kept.tone) : noEmoji;
  const others = new Map(
    rooms.map(({ room, anchor, threadDrafts, ...kept }) => [
      room,
      { ...kept, anchor, isTyped: false, ...(threadDrafts && { threadDrafts: restoreThreads(threadDrafts) }) },
    ]),
  );
  return { ...inRoom({ ...initial, home, others, emoji }, open), held };
}
