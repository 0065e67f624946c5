import {
  type Event,
  EventEmitter,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import type { RoomId } from '../../server/protocol/ids';
import type { ListedRoom } from '../../server/protocol/model';
import type { Chat } from '../chat/chat';
import type { Session } from '../chat/session';
import { type Disposable, Owned } from '../lifecycle';
import { roomActs } from '../rooms/roomActs';
import { roomGroups } from '../rooms/roomGroups';
import { roomDescription, roomIcon, roomTooltip, spokenRoom } from '../rooms/roomWords';
import type { RoomRow } from '../rooms/target';
import { plainText } from './plainText';
import { onTeamChange } from './teamChanges';

type Group = 'direct' | 'archived';
type Row = RoomRow | Group;

const LABELS: Readonly<Record<Group, string>> = { direct: 'Direct Messages', archived: 'Archived' };

/** The rooms of the reader; the open one is selected. */
export class RoomTree implements TreeDataProvider<Row>, Disposable {
  readonly onDidChangeTreeData: Event<undefined>;
  readonly #session: Session;
  readonly #owned = new Owned();
  readonly #view: TreeView<Row>;
  #selected: RoomId | undefined;

  constructor(session: Session) {
    this.#session = session;
    const changes = this.#owned.own(new EventEmitter<undefined>());
    this.onDidChangeTreeData = changes.event;
    this.#view = this.#owned.own(window.createTreeView('alongside.rooms', { treeDataProvider: this }));
    this.#owned.own(
      onTeamChange(session, () => {
        changes.fire(undefined);
        this.#select();
      }),
    );
    this.#owned.own(this.#view.onDidChangeVisibility(() => this.#select()));
  }

  getChildren(row?: Row): Row[] {
    const { chat } = this.#session;
    if (!chat || typeof row === 'object') return [];
    const groups = roomGroups(chat.rooms.all);
    const rows = (rooms: readonly ListedRoom[]): Row[] => rooms.map(({ id }) => ({ room: id }));
    if (row) return rows(groups[row]);
    const filled = (['direct', 'archived'] as const).filter((group) => groups[group].length > 0);
    return [...rows(groups.rooms), ...filled];
  }

  getParent(row: Row): Row | undefined {
    const { chat } = this.#session;
    if (!chat || typeof row === 'string') return undefined;
    const groups = roomGroups(chat.rooms.all);
    return (['direct', 'archived'] as const).find((group) => groups[group].some(({ id }) => id === row.room));
  }

  getTreeItem(row: Row): TreeItem {
    if (typeof row === 'string') return groupItem(row);
    const { chat } = this.#session;
    const room = chat?.rooms.get(row.room);
    return chat && room ? roomItem(chat, room) : new TreeItem('');
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** A row that is revealed once is not again: the reader may have scrolled away since. */
  #select(): void {
    const { chat } = this.#session;
    if (!this.#view.visible) return;
    if (!chat?.rooms.get(chat.room)?.mine || this.#selected === chat.room) return;
    this.#selected = chat.room;
    void this.#view.reveal({ room: chat.room }, { select: true, focus: false });
  }
}

function groupItem(group: Group): TreeItem {
  const { Collapsed, Expanded } = TreeItemCollapsibleState;
  const item = new TreeItem(LABELS[group], group === 'archived' ? Collapsed : Expanded);
  item.id = `group ${group}`;
  return item;
}

function roomItem(chat: Chat, room: ListedRoom): TreeItem {
  const title = chat.rooms.titleOf(room);
  const isNews = room.mine !== undefined && room.mine.unread > 0 && !room.mine.isMuted;
  const item = new TreeItem({ label: title, ...(isNews && { highlights: [[0, title.length]] }) });
  item.id = room.id;
  item.description = roomDescription(room);
  item.iconPath = new ThemeIcon(roomIcon(room));
  item.tooltip = plainText(roomTooltip(title, room));
  item.accessibilityInformation = { label: spokenRoom(title, room, room.id === chat.room) };
  item.contextValue = ['room', ...roomActs(room, chat.people.me)].join(' ');
  item.command = {
    command: 'alongside.openRoom',
    title: 'Open Room',
    arguments: [{ room: room.id } satisfies RoomRow],
  };
  return item;
}
