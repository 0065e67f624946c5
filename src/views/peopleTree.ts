import { t } from '@vscode/l10n';
import {
  type Event,
  EventEmitter,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  env,
  window,
} from 'vscode';
import type { Person } from '../../server/protocol/model';
import { isModerator } from '../../server/protocol/ranks';
import type { Chat } from '../chat/chat';
import type { Session } from '../chat/session';
import { type Disposable, Owned } from '../lifecycle';
import { personActs } from '../people/personActs';
import { personThemeIcon, seenFrom } from '../people/personChoices';
import { type SeenPerson, inOrder, personDescription, personTooltip, spokenPerson } from '../people/personWords';
import type { PersonRow } from '../people/target';
import { spokenNews } from '../rooms/roomWords';
import { plainText } from './plainText';
import { onPeopleChange, onTeamChange } from './teamChanges';

type Row = PersonRow | 'banned';

export const PEOPLE_VIEW = 'alongside.people';

/** The members of the team, and who of them is here. It carries the badge: of a view that was never opened, only a tree can. */
export class PeopleTree implements TreeDataProvider<Row>, Disposable {
  readonly onDidChangeTreeData: Event<undefined>;
  readonly #session: Session;
  readonly #owned = new Owned();
  readonly #view: TreeView<Row>;

  constructor(session: Session) {
    this.#session = session;
    const changes = this.#owned.own(new EventEmitter<undefined>());
    this.onDidChangeTreeData = changes.event;
    this.#view = this.#owned.own(window.createTreeView(PEOPLE_VIEW, { treeDataProvider: this }));
    this.#owned.own(onPeopleChange(session, () => changes.fire(undefined)));
    this.#owned.own(onTeamChange(session, () => this.#decorate()));
    this.#decorate();
  }

  getChildren(row?: Row): Row[] {
    const people = this.#session.chat?.people;
    if (!people || typeof row === 'object') return [];
    const { all, me } = people;
    const rows = (listed: readonly Person[]): Row[] => inOrder(listed, me).map(({ id }) => ({ member: id }));
    const banned = all.filter(({ isBanned }) => isBanned);
    if (row === 'banned') return rows(banned);
    const shown = rows(all.filter(({ isBanned }) => !isBanned));
    return me && isModerator(me) && banned.length > 0 ? [...shown, 'banned'] : shown;
  }

  getTreeItem(row: Row): TreeItem {
    if (row === 'banned') {
      const item = new TreeItem(t('Banned'), TreeItemCollapsibleState.Collapsed);
      item.id = 'group banned';
      return item;
    }
    const { chat } = this.#session;
    const person = chat?.people.get(row.member);
    return chat && person ? personItem(chat, seenFrom(chat, person)) : new TreeItem('');
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #decorate(): void {
    const { chat } = this.#session;
    const { messages, mentions } = chat?.rooms.unread ?? { messages: 0, mentions: 0 };
    const tooltip = spokenNews(chat?.rooms.shownUnread ?? '', mentions);
    this.#view.badge = messages > 0 ? { value: messages, tooltip } : undefined;
    this.#view.description = chat?.link.at === 'online' ? t('{0} here', chat.people.here) : '';
  }
}

function personItem({ people: { me } }: Chat, person: SeenPerson): TreeItem {
  const nowMs = Date.now();
  const isMe = person.id === me?.id;
  const item = new TreeItem(isMe ? t('{0} (you)', person.name) : person.name);
  item.id = person.id;
  item.description = personDescription(person, nowMs);
  item.iconPath = personThemeIcon(person);
  item.tooltip = plainText(personTooltip(person, { locale: env.language, nowMs }));
  item.accessibilityInformation = { label: spokenPerson(person, isMe, nowMs) };
  item.contextValue = ['person', ...personActs(person, me, nowMs)].join(' ');
  item.command = {
    command: 'alongside.showProfile',
    title: t('Show Profile'),
    arguments: [{ member: person.id } satisfies PersonRow],
  };
  return item;
}
