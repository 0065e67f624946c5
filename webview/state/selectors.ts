import { t } from '@vscode/l10n';
import { numeral, plural } from '../protocol/language';
import type { Cid } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Entry, Millis } from '../../server/protocol/model';
import { textSize } from '../../server/protocol/text';
import type { Link, Pending, Remedy, ShownRoom } from '../protocol/messages';
import { draftOf } from './acts';
import { composingAt } from './composing';
import { draftsIn, isCovered } from './thread';
import type { PageState } from './model';

const COUNTER_FROM = LIMITS.textCodePoints - 500;

/** Without an entry only a connection can tell that there is none. */
export const isStartShown = (s: PageState): boolean =>
  s.entries[0] === undefined ? s.link.at === 'online' : !hasOlder(s);

export const hasOlder = (s: PageState): boolean => s.entries[0] !== undefined && s.entries[0].seq > s.first;
export const hasNewer = (s: PageState): boolean => (s.entries.at(-1)?.seq ?? s.head) < s.head;
export const isAtEnd = (s: PageState): boolean => s.pinned && !hasNewer(s);

/** Something that was listed lies over the log. */
export const isListOpen = ({ search, missed }: Pick<PageState, 'search' | 'missed'>): boolean =>
  search?.isOpen === true || missed?.isOpen === true;

/** Nothing lies over the log: what stands at its end is seen. */
export const isLogSeen = (s: PageState): boolean => !isCovered(s) && !isListOpen(s) && !s.isHelping;

export const isForeign = (s: Pick<PageState, 'me'>, entry: Entry): boolean =>
  entry.kind === 'message' &&
  entry.tombstone === undefined &&
  (entry.author === undefined || entry.author !== s.me?.id);

const hasCid = (cid: Cid, list: readonly { readonly cid?: Cid | undefined }[]): boolean =>
  list.some((item) => item.cid === cid);

const storedCids = (entries: readonly Entry[]): ReadonlySet<Cid> =>
  new Set(entries.flatMap((entry) => (entry.kind === 'message' && entry.cid !== undefined ? [entry.cid] : [])));

/** What the reader wrote and the log does not hold yet, in order. */
export function unconfirmed(s: Pick<PageState, 'entries' | 'pending' | 'submitted'>): readonly Pending[] {
  if (s.pending.length === 0 && s.submitted.length === 0) return [];
  const stored = storedCids(s.entries);
  const known = s.pending.filter((item) => !stored.has(item.cid));
  const own = s.submitted.filter((item) => !stored.has(item.cid) && !hasCid(item.cid, s.pending));
  return [...known, ...own.map((item) => ({ ...item, state: 'sending' as const, kept: false }))];
}

/** Of what was handed over, what the host could not put anywhere safe: the page's copy may be the only one. */
export const unsettled = (s: Pick<PageState, 'entries' | 'pending' | 'submitted'>): PageState['submitted'] => {
  if (s.submitted.length === 0) return s.submitted;
  const stored = storedCids(s.entries);
  const kept = s.pending.filter((item) => item.kept);
  const left = s.submitted.filter((item) => !stored.has(item.cid) && !hasCid(item.cid, kept));
  return left.length === s.submitted.length ? s.submitted : left;
};

/** In any room. */
export const hasUnsent = (s: PageState): boolean =>
  draftOf(s).trim() !== '' ||
  s.attached.length > 0 ||
  composingAt(s, 'room').editing !== undefined ||
  unconfirmed(s).length > 0 ||
  [...draftsIn(s).values()].some(isWritten) ||
  [...s.others.values()].some(
    ({ submitted, threadDrafts, ...written }) =>
      isWritten(written) || submitted.length > 0 || [...(threadDrafts?.values() ?? [])].some(isWritten),
  );

const isWritten = ({ draft, editing }: { readonly draft: string; readonly editing?: unknown }): boolean =>
  draft.trim() !== '' || editing !== undefined;

interface Counter {
  readonly left: number;
  readonly text: string;
  readonly over: boolean;
}

/** Undefined while there is plenty of room. Bytes count too: emoji reach that limit first. */
export function counter(draft: string): Counter | undefined {
  if (draft.length < COUNTER_FROM) return undefined;
  const size = textSize(draft);
  const overBytes = size.bytes > LIMITS.textBytes;
  const left = LIMITS.textCodePoints - size.codePoints;
  if (size.codePoints < COUNTER_FROM && !overBytes) return undefined;
  const over = left < 0 || overBytes;
  const text = `${numeral(size.codePoints)} / ${numeral(LIMITS.textCodePoints)}`;
  return { left, text, over };
}

interface LinkView {
  readonly icon: string;
  readonly text: string;
  readonly tone: 'good' | 'busy' | 'warning' | 'error';
}

export function linkView(link: Link): LinkView {
  switch (link.at) {
    case 'none':
      return { icon: 'circle-outline', text: t('Not joined'), tone: 'busy' };
    case 'connecting':
      return { icon: 'loading', text: t('Connecting'), tone: 'busy' };
    case 'online':
      return { icon: 'pass-filled', text: t('Connected'), tone: 'good' };
    case 'offline':
      return { icon: 'warning', text: t('Offline'), tone: 'warning' };
    case 'stopped':
      return { icon: 'error', text: t('Not connected'), tone: 'error' };
    default:
      return link satisfies never;
  }
}

export const retryText = (retryAt: Millis | undefined, now: Millis): string =>
  retryAt === undefined || retryAt <= now
    ? t('Reconnecting…')
    : t('Reconnecting in {0} s', Math.ceil((retryAt - now) / 1000));

const COMMAND_LABELS: Readonly<Record<Remedy, () => string>> = {
  join: () => t('Join'),
  startServer: () => t('Start Server'),
  exit: () => t('Exit'),
  reconnect: () => t('Reconnect'),
  showLog: () => t('Show Log'),
};
export const commandLabel = (command: Remedy): string => COMMAND_LABELS[command]();

/** How its kind is said. */
const ROOM_KINDS: Readonly<Record<ShownRoom['kind'], () => string>> = {
  public: () => t('public room'),
  private: () => t('private room'),
  direct: () => t('direct messages'),
};

export const roomKind = (kind: ShownRoom['kind']): string => ROOM_KINDS[kind]();

/** Nobody: nothing. */
export function typingText(names: readonly string[]): string {
  const [one, two, ...more] = names;
  if (one === undefined) return '';
  if (two === undefined) return t('{0} is writing', one);
  if (more.length === 0) return t('{0} and {1} are writing', one, two);
  return plural(
    more.length,
    t('{0}, {1} and 1 other are writing', one, two),
    t('{0}, {1} and {2} others are writing', one, two, more.length),
  );
}

export const freshText = (count: number): string => plural(count, t('1 new message'), t('{0} new messages', count));
