import { t } from '@vscode/l10n';
import { ThemeColor, ThemeIcon } from 'vscode';
import type { Person } from '../../server/protocol/model';
import { asLabel } from '../asking';
import type { Chat } from '../chat/chat';
import type { Choice } from '../steps';
import { type SeenPerson, inOrder, personDescription, personIcon } from './personWords';

/** Without a connection nobody's presence is known. */
export const seenFrom = ({ link }: Chat, person: Person): SeenPerson =>
  link.at === 'online' ? person : { ...person, presence: 'unknown' };

export function personThemeIcon(person: SeenPerson): ThemeIcon {
  const [icon, color] = personIcon(person);
  return new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
}

export const personChoices = (chat: Chat, people: readonly Person[]): readonly Choice<Person>[] =>
  inOrder(people, chat.people.me).map((person) => ({
    label: asLabel(person.id === chat.people.me?.id ? t('{0} (you)', person.name) : person.name),
    description: asLabel(personDescription(seenFrom(chat, person), Date.now())),
    iconPath: personThemeIcon(seenFrom(chat, person)),
    value: person,
  }));
