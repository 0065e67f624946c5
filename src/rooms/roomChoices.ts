import { t } from '@vscode/l10n';
import { ThemeIcon } from 'vscode';
import type { ListedRoom } from '../../server/protocol/model';
import { asLabel } from '../asking';
import type { Chat } from '../chat/chat';
import type { Choice } from '../steps';
import { roomIcon, spokenCounts } from './roomWords';

export function roomChoice({ rooms }: Chat, room: ListedRoom): Choice<ListedRoom> {
  const { mine, topic } = room;
  const told = [
    mine ? spokenCounts(mine) : t('not joined'),
    mine?.isMuted ? t('muted') : '',
    room.isArchived ? t('archived') : room.isLocked ? t('locked') : '',
    asLabel(topic),
  ];
  return {
    label: asLabel(rooms.titleOf(room)),
    description: told.filter((part) => part !== '').join(' · '),
    iconPath: new ThemeIcon(roomIcon(room)),
    value: room,
  };
}
