import { t } from '@vscode/l10n';
import { ThemeIcon } from 'vscode';
import type { ListedRoom } from '../../server/protocol/model';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { type Choice, heading, pick } from '../steps';
import { messageMember } from '../people/message';
import { createRoom } from './createRoom';
import { goTo } from './openRoom';
import { openGitRoom } from './gitRoom';
import { gitPlace } from './gitPlace';
import { roomChoice } from './roomChoices';
import { roomGroups } from './roomGroups';

type Way = ListedRoom | ((app: App) => Promise<void>);

/** The quick switcher: what is unread first, the open room last, so that Enter goes somewhere; then the ways to others. */
export async function goToRoom(app: App): Promise<void> {
  const { chat } = app.session;
  if (!chat) return;
  const picking = { title: t('Go to Room'), placeholder: t('Which room or person?'), matchesAll: true };
  const step = await pick<Way>(picking, ways(chat));
  if (typeof step === 'string') return;
  if (typeof step.picked === 'function') await step.picked(app);
  else await goTo(app, step.picked.id);
}

async function ways(chat: Chat): Promise<readonly Choice<Way>[]> {
  const { all } = chat.rooms;
  const isUnread = ({ id, mine }: ListedRoom) =>
    mine !== undefined && id !== chat.room && (mine.mentions > 0 || (mine.unread > 0 && !mine.isMuted));
  const isOpen = ({ id }: ListedRoom) => id === chat.room;
  const { rooms, direct, archived } = roomGroups(all.filter((room) => !isUnread(room) && !isOpen(room)));
  const notJoined = all.filter((room) => !room.mine && !room.isArchived && !isOpen(room));
  const section = (label: string, listed: readonly ListedRoom[]) =>
    listed.length > 0 ? [heading(label), ...listed.map((room) => roomChoice(chat, room))] : [];
  return [
    ...section(t('unread'), all.filter(isUnread)),
    ...section(t('rooms'), rooms),
    ...section(t('direct messages'), direct),
    ...section(t('not joined'), notJoined),
    ...section(t('archived'), archived),
    ...section(t('here'), all.filter(isOpen)),
    heading(t('elsewhere')),
    ...(await gitWays(chat)),
    way(t('Create Room…'), 'add', createRoom),
    way(t('Message Member…'), 'comment', messageMember),
  ];
}

async function gitWays(chat: Chat): Promise<readonly Choice<Way>[]> {
  const place = await gitPlace();
  if (!place) return [];
  const names = new Set(chat.rooms.all.map(({ name }) => name.toLowerCase()));
  if (names.has(place.name.toLowerCase())) return [];
  return [way(t('Room for {0}…', place.name), 'repo', (app) => openGitRoom(app, 'repository'))];
}

const way = (label: string, icon: string, run: (app: App) => Promise<void>): Choice<Way> => ({
  label,
  iconPath: new ThemeIcon(icon),
  value: run,
});
