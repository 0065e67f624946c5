import * as z from 'zod/mini';
import { Cid, Seq } from '../../server/protocol/ids';
import { Millis } from '../../server/protocol/model';
import { type PageState, initial } from './model';

/** What the editor keeps for the page while it is hidden or restarted: intent, never messages. */
const Saved = z.object({
  v: z.literal(1),
  home: z.string(),
  draft: z.string(),
  submitted: z.array(z.object({ cid: Cid, text: z.string(), at: Millis })),
  anchor: z.optional(z.object({ seq: Seq, offset: z.number() })),
});
type Saved = Readonly<z.infer<typeof Saved>>;

export const save = (s: PageState): Saved => ({
  v: 1,
  home: s.home,
  draft: s.draft,
  submitted: [...s.submitted],
  ...(s.pinned || s.anchor === undefined ? {} : { anchor: s.anchor }),
});

export function restore(raw: unknown): PageState {
  const saved = Saved.safeParse(raw);
  if (!saved.success) return initial;
  const { home, draft, submitted, anchor } = saved.data;
  return { ...initial, home, draft, submitted, anchor, pinned: anchor === undefined };
}
