import { ThemeIcon } from 'vscode';
import type { ListedRoom } from '../../server/protocol/model';
import { asLabel } from '../asking';
import type { Chat } from '../chat/chat';
import type { Choice } from '../steps';
import { roomIcon, spokenCounts } from './roomWords';

export function roomChoice({ rooms }: Chat, room: ListedRoom): Choice<ListedRoom> {
  const { mine, topic } = room;
  const told = [
    mine ? spokenCounts(mine) : 'not joined',
    mine?.isMuted ? 'muted' : '',
    room.isArchived ? 'archived' : room.isLocked ? 'locked' : '',
    asLabel(topic),
  ];
  return {
    label: asLabel(rooms.titleOf(room)),
    description: told.filter((part) => part !== '').join(' · '),
    iconPath: new ThemeIcon(roomIcon(room)),
    value: room,
  };
}
