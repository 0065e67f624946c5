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
import type { ListedRoom, Person } from '../../server/protocol/model';
import type { Chat } from '../chat/chat';
import type { Session } from '../chat/session';
import { type Disposable, Owned } from '../lifecycle';
import { personThemeIcon } from '../people/personChoices';
import { personDescription, spokenStanding } from '../people/personWords';
import { roomActs } from '../rooms/roomActs';
import { roomGroups } from '../rooms/roomGroups';
import { roomDescription, roomIcon, roomTooltip, spokenRoom } from '../rooms/roomWords';
import type { RoomRow } from '../rooms/target';
import { plainText } from './plainText';
import { onTeamChange } from './teamChanges';
import { UnreadColour, uriOf } from './unreadColour';

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
    const colour = this.#owned.own(new UnreadColour(session));
    this.#owned.own(
      onTeamChange(session, () => {
        changes.fire(undefined);
        colour.refresh();
        void this.#select();
      }),
    );
    this.#owned.own(this.#view.onDidChangeVisibility(() => void this.#select()));
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

  /** Once for each room that is opened: the reader may have gone on from there. */
  async #select(): Promise<void> {
    const { chat } = this.#session;
    if (!this.#view.visible || !chat?.rooms.get(chat.room)?.mine) return;
    if (this.#selected === chat.room && this.#view.selection.length > 0) return;
    this.#selected = chat.room;
    const reveal = () => this.#view.reveal({ room: chat.room }, { select: true, focus: false });
    await reveal();
    // A tree that is being drawn for the first time has nothing to select yet.
    if (this.#view.selection.length === 0) await reveal();
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
  const other = onlyOther(chat, room);
  const item = new TreeItem(title);
  item.id = room.id;
  item.resourceUri = uriOf(room.id);
  item.description = roomDescription(room);
  item.iconPath = other ? personThemeIcon(other) : new ThemeIcon(roomIcon(room));
  item.tooltip = plainText([...roomTooltip(title, room), ...(other ? [personDescription(other, Date.now())] : [])]);
  const spoken = [
    spokenRoom(title, room, room.id === chat.room),
    ...(other ? [spokenStanding(other, Date.now())] : []),
  ];
  item.accessibilityInformation = { label: spoken.join(', ') };
  item.contextValue = ['room', ...roomActs(room, chat.people.me)].join(' ');
  item.command = {
    command: 'alongside.openRoom',
    title: 'Open Room',
    arguments: [{ room: room.id } satisfies RoomRow],
  };
  return item;
}

/** Whom a conversation of two is with. */
function onlyOther({ people, identity }: Chat, { kind, members = [] }: ListedRoom): Person | undefined {
  const [other, ...more] = members.filter((id) => id !== identity.member);
  return kind === 'direct' && other !== undefined && more.length === 0 ? people.get(other) : undefined;
}
