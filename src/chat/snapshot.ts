import { setTimeout as pause } from 'node:timers/promises';
import { GENERAL, type Seq } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import type { Looks } from '../../webview/protocol/looks';
import type { Snapshot } from '../../webview/protocol/messages';
import type { Chat } from './chat';
import { firstShown } from './roomWindow';
import { unknownRoom } from './shownRoom';

/** What a page shows before anyone has joined. */
export const emptySnapshot = (rev: number, locale: string, looks: Looks): Snapshot => ({
  kind: 'snapshot',
  rev,
  link: { at: 'none' },
  server: '',
  room: unknownRoom(GENERAL),
  typing: [],
  people: 0,
  entries: [],
  head: 0,
  readUpTo: 0,
  turn: 0,
  isBack: false,
  pending: [],
  undoable: [],
  draft: '',
  locale,
  looks,
});

interface SnapshotParts {
  readonly rev: number;
  readonly locale: string;
  readonly looks?: Looks;
  readonly draft: string;
  readonly isBack?: boolean;
  /** The first entry the page would like to show. */
  readonly anchor?: Seq | undefined;
}

/** A page is blank until it has its snapshot. */
const ANCHORED_MS = 1_000;

/**
 * Where the page was too far up for the window, the entries from there on are fetched; when they cannot be had soon, the
 * page begins at the room's end.
 */
export async function loadAnchored(chat: Chat, anchor: Seq | undefined): Promise<readonly Entry[] | undefined> {
  const first = chat.window?.entries[0]?.seq;
  if (anchor === undefined || anchor < 1 || first === undefined || anchor >= first) return undefined;
  const soon = pause(ANCHORED_MS, undefined, { ref: false });
  const page = await Promise.race([chat.history(chat.room, { after: anchor - 1 }), soon]);
  return page && 'entries' in page && page.entries.length > 0 ? page.entries : undefined;
}

export function snapshotOf(chat: Chat, parts: SnapshotParts, anchored?: readonly Entry[]): Snapshot {
  const { window, identity, people } = chat;
  const entries = anchored ?? (window ? firstShown(window, chat.cursor.readUpTo, parts.anchor) : []);
  return {
    kind: 'snapshot',
    rev: parts.rev,
    link: chat.link,
    server: chat.address.shown,
    room: chat.shownRoom,
    typing: [...chat.typing],
    me: { id: identity.member, name: people.me?.name ?? identity.name },
    people: chat.here,
    entries: [...entries],
    head: window?.head ?? 0,
    ...chat.cursor,
    isBack: parts.isBack ?? false,
    pending: [...chat.pending],
    undoable: [...chat.deletions.all],
    ...(chat.storage ? { storage: chat.storage } : {}),
    ...(chat.absence.offered ? { missedCount: chat.absence.offered } : {}),
    draft: parts.draft,
    locale: parts.locale,
    ...(parts.looks && { looks: parts.looks }),
  };
}
