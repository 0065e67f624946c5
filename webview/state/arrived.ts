import { withChanges } from '../../server/protocol/changes';
import type { Entry } from '../../server/protocol/model';
import { quotedAfter } from './acts';
import type { PageState } from './model';
import { hasNewer, isForeign, isLogSeen, unsettled } from './selectors';
import { threadAfter } from './thread';
import { fits, keep } from './window';

/** What was said and done in the open room, in order. */
export function onArrived(before: PageState, arrived: readonly Entry[]): PageState {
  const s = threadAfter(quotedAfter(before, arrived), arrived);
  const news = arrived.filter((entry) => entry.seq > s.head);
  const [oldest] = news;
  const newest = news.at(-1);
  if (oldest === undefined || newest === undefined) return s;
  if (oldest.seq !== s.head + 1) return { ...s, awaiting: 'resync' };
  const counted = {
    ...s,
    head: newest.seq,
    fresh: s.fresh + countForeign(s, news, s.head),
    divider: dividerFor(s, news),
  };
  const kept = { ...counted, entries: withChanges(s.entries, news) };
  if (hasNewer(s)) return { ...kept, submitted: unsettled({ ...kept, entries: news }) };
  const grown = withChanges([...s.entries, ...news], news);
  // A reader who is further up keeps the place: what does not fit is loaded on the way down.
  if (!s.pinned && !fits(grown)) return { ...kept, submitted: unsettled({ ...kept, entries: news }) };
  const next = { ...counted, entries: keep('newest', grown) };
  return { ...next, submitted: unsettled(next) };
}

/** New messages that come while nobody looks stand behind a divider, the first time. */
const dividerFor = (s: PageState, news: readonly Entry[]): PageState['divider'] =>
  s.divider === undefined &&
  (!s.attentive || !isLogSeen(s)) &&
  s.readUpTo >= s.head &&
  countForeign(s, news, s.head) > 0
    ? s.head
    : s.divider;

export const countForeign = (s: PageState, entries: readonly Entry[], after: number): number =>
  entries.filter((entry) => entry.seq > after && isForeign(s, entry)).length;
