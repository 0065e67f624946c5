import { LIMITS } from '../../server/protocol/limits';
import type { ListedRoom, Mine, Room } from '../../server/protocol/model';

/** For people: empty for none, `100+` for what is not counted any further. */
export const shownCount = (count: number): string =>
  count >= LIMITS.countedUnread ? `${LIMITS.countedUnread}+` : count > 0 ? String(count) : '';

type Counts = Pick<Mine, 'unread' | 'mentions'>;

/** `3 unread, 1 mention`; empty for none. */
export const spokenCounts = ({ unread, mentions }: Counts): string => spokenNews(shownCount(unread), mentions);

/** The same of a count that is one for people already. */
export function spokenNews(unread: string, mentions: number): string {
  const told = [unread && `${unread} unread`];
  if (mentions > 0) told.push(`${shownCount(mentions)} ${mentions === 1 ? 'mention' : 'mentions'}`);
  return told.filter((part) => part !== '').join(', ');
}

/** Short, beside the name: counts first, then what is special about it. */
export function roomDescription({ mine, isLocked, isArchived }: ListedRoom): string {
  const told = [
    mine && mine.unread > 0 ? shownCount(mine.unread) : '',
    mine && mine.mentions > 0 ? `@${shownCount(mine.mentions)}` : '',
    mine?.isFavourite ? '★' : '',
    mine?.isMuted ? 'muted' : '',
    isLocked && !isArchived ? 'locked' : '',
  ];
  return told.filter((part) => part !== '').join(' · ');
}

const KINDS: Readonly<Record<Room['kind'], string>> = {
  public: 'room',
  private: 'private room',
  direct: 'direct message',
};

/** All of it in words, for who cannot see the tree. */
export function spokenRoom(title: string, room: ListedRoom, isOpen: boolean): string {
  const { mine } = room;
  const told = [
    title,
    KINDS[room.kind],
    isOpen ? 'open' : '',
    mine ? spokenCounts(mine) : 'not joined',
    mine?.isFavourite ? 'favourite' : '',
    mine?.isMuted ? 'muted' : '',
    room.isArchived ? 'archived' : '',
    room.isLocked ? 'locked' : '',
  ];
  return told.filter((part) => part !== '').join(', ');
}

const WHO: Readonly<Record<Room['kind'], string>> = {
  public: 'Everybody in the team may read and write here.',
  private: 'Only who was added knows of this room.',
  direct: 'Only you who are in it can read this conversation.',
};

export function roomTooltip(title: string, room: ListedRoom): readonly string[] {
  const { mine, topic, kind, isArchived, isLocked } = room;
  const counts = mine ? spokenCounts(mine) : 'You have not joined it.';
  return [
    title,
    topic,
    WHO[kind],
    isArchived ? 'It is archived: nobody writes in it any more.' : '',
    isLocked && !isArchived ? 'It is locked: only moderators write in it.' : '',
    mine?.isMuted ? 'You have muted it: it does not count as unread.' : '',
    counts,
  ].filter((line) => line !== '');
}

/** A name of the editor's icons. */
export function roomIcon({ kind, isArchived, members = [] }: Room): string {
  if (isArchived) return 'archive';
  if (kind === 'direct') return members.length > 2 ? 'organization' : 'account';
  return kind === 'private' ? 'lock' : 'symbol-number';
}
