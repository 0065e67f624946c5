import { t } from '@vscode/l10n';
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
import { personThemeIcon, seenFrom } from '../people/personChoices';
import { type SeenPerson, standing } from '../people/personWords';
import { roomActs } from '../rooms/roomActs';
import { roomGroups } from '../rooms/roomGroups';
import { roomDescription, roomIcon, roomTooltip, spokenRoom } from '../rooms/roomWords';
import type { RoomRow } from '../rooms/target';
import { plainText } from './plainText';
import { onTeamChange } from './teamChanges';
import { UnreadColour, uriOf } from './unreadColour';

type Group = 'direct' | 'archived';
type Row = RoomRow | Group;

const LABELS: Readonly<Record<Group, () => string>> = {
  direct: () => t('Direct Messages'),
  archived: () => t('Archived'),
};

/** The rooms of the reader; the open one is selected. */
export class RoomTree implements TreeDataProvider<Row>, Disposable {
  readonly onDidChangeTreeData: Event<undefined>;
  readonly #session: Session;
  readonly #owned = new Owned();
  readonly #view: TreeView<Row>;
  readonly #changes: EventEmitter<undefined>;
  #selected: RoomId | undefined;
  #missed: RoomId | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#changes = this.#owned.own(new EventEmitter<undefined>());
    this.onDidChangeTreeData = this.#changes.event;
    this.#view = this.#owned.own(window.createTreeView('alongside.rooms', { treeDataProvider: this }));
    const colour = this.#owned.own(new UnreadColour(session));
    this.#owned.own(
      onTeamChange(session, () => {
        this.#changes.fire(undefined);
        colour.refresh();
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
    // A row can be selected only when the editor knows of it.
    setImmediate(() => void this.#select());
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
    const room = chat?.room;
    if (!this.#view.visible || room === undefined || this.#selected === room) return;
    if (!chat?.rooms.get(room)?.mine) return;
    try {
      await this.#view.reveal({ room }, { select: true, focus: false });
      this.#selected = room;
    } catch {
      // A tree that is drawn for the first time does not have the row yet: it is there when the tree looks again.
      if (this.#missed === room) return;
      this.#missed = room;
      this.#changes.fire(undefined);
    }
  }
}

function groupItem(group: Group): TreeItem {
  const { Collapsed, Expanded } = TreeItemCollapsibleState;
  const item = new TreeItem(LABELS[group](), group === 'archived' ? Collapsed : Expanded);
  item.id = `group ${group}`;
  return item;
}

function roomItem(chat: Chat, room: ListedRoom): TreeItem {
  const title = chat.rooms.titleOf(room);
  const other = onlyOther(chat, room);
  const presence = other ? standing(other, Date.now()) : [];
  const item = new TreeItem(title);
  item.id = room.id;
  item.resourceUri = uriOf(room.id);
  item.description = roomDescription(room);
  item.iconPath = other ? personThemeIcon(other) : new ThemeIcon(roomIcon(room));
  item.tooltip = plainText([...roomTooltip(title, room), ...(presence.length > 0 ? [presence.join(' · ')] : [])]);
  item.accessibilityInformation = { label: [spokenRoom(title, room, room.id === chat.room), ...presence].join(', ') };
  item.contextValue = ['room', ...roomActs(room, chat.people.me)].join(' ');
  item.command = {
    command: 'alongside.openRoom',
    title: t('Open Room'),
    arguments: [{ room: room.id } satisfies RoomRow],
  };
  return item;
}

/** Whom a conversation of two is with. */
function onlyOther(chat: Chat, { kind, members = [] }: ListedRoom): SeenPerson | undefined {
  const [id, ...more] = members.filter((member) => member !== chat.identity.member);
  const other = kind === 'direct' && id !== undefined && more.length === 0 ? chat.people.get(id) : undefined;
  return other && seenFrom(chat, other);
}
