import { t } from '@vscode/l10n';
import { LIMITS } from '../../server/protocol/limits';
import type { ListedRoom, Mine, Room } from '../../server/protocol/model';
import { plural } from '../../webview/protocol/language';

/** For people: empty for none, `100+` for what is not counted any further. */
export const shownCount = (count: number): string =>
  count >= LIMITS.countedUnread ? `${LIMITS.countedUnread}+` : count > 0 ? String(count) : '';

type Counts = Pick<Mine, 'unread' | 'mentions'>;

/** `3 unread, 1 mention`; empty for none. */
export const spokenCounts = ({ unread, mentions }: Counts): string => spokenNews(shownCount(unread), mentions);

/** The same of a count that is one for people already. */
export function spokenNews(unread: string, mentions: number): string {
  const told = [unread && t('{0} unread', unread)];
  if (mentions > 0) told.push(plural(mentions, t('1 mention'), t('{0} mentions', shownCount(mentions))));
  return told.filter((part) => part !== '').join(', ');
}

/** Short, beside the name: counts first, then what is special about it. */
export function roomDescription({ mine, isLocked, isArchived }: ListedRoom): string {
  const told = [
    mine && mine.unread > 0 ? shownCount(mine.unread) : '',
    mine && mine.mentions > 0 ? `@${shownCount(mine.mentions)}` : '',
    mine?.isFavourite ? '★' : '',
    mine?.isMuted ? t('muted') : '',
    isLocked && !isArchived ? t('locked') : '',
  ];
  return told.filter((part) => part !== '').join(' · ');
}

const KINDS: Readonly<Record<Room['kind'], () => string>> = {
  public: () => t('room'),
  private: () => t('private room'),
  direct: () => t('direct message'),
};

/** All of it in words, for who cannot see the tree. */
export function spokenRoom(title: string, room: ListedRoom, isOpen: boolean): string {
  const { mine } = room;
  const told = [
    title,
    KINDS[room.kind](),
    isOpen ? t('open') : '',
    mine ? spokenCounts(mine) : t('not joined'),
    mine?.isFavourite ? t('favourite') : '',
    mine?.isMuted ? t('muted') : '',
    room.isArchived ? t('archived') : '',
    room.isLocked ? t('locked') : '',
  ];
  return told.filter((part) => part !== '').join(', ');
}

const WHO: Readonly<Record<Room['kind'], () => string>> = {
  public: () => t('Everybody in the team may read and write here.'),
  private: () => t('Only who was added knows of this room.'),
  direct: () => t('Only you who are in it can read this conversation.'),
};

export function roomTooltip(title: string, room: ListedRoom): readonly string[] {
  const { mine, topic, kind, isArchived, isLocked } = room;
  const counts = mine ? spokenCounts(mine) : t('You have not joined it.');
  return [
    title,
    topic,
    WHO[kind](),
    isArchived ? t('It is archived: nobody writes in it any more.') : '',
    isLocked && !isArchived ? t('It is locked: only moderators write in it.') : '',
    mine?.isMuted ? t('You have muted it: it does not count as unread.') : '',
    counts,
  ].filter((line) => line !== '');
}

/** A name of the editor's icons. */
export function roomIcon({ kind, isArchived, members = [] }: Room): string {
  if (isArchived) return 'archive';
  if (kind === 'direct') return members.length > 2 ? 'organization' : 'account';
  return kind === 'private' ? 'lock' : 'symbol-number';
}
