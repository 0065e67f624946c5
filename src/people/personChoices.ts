import { ThemeColor, ThemeIcon } from 'vscode';
import type { Person } from '../../server/protocol/model';
import { asLabel } from '../asking';
import type { Chat } from '../chat/chat';
import type { Choice } from '../steps';
import { inOrder, personDescription, personIcon } from './personWords';

export function personThemeIcon(person: Person): ThemeIcon {
  const [icon, color] = personIcon(person);
  return new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
}

export const personChoices = ({ people: { me } }: Chat, people: readonly Person[]): readonly Choice<Person>[] =>
  inOrder(people, me).map((person) => ({
    label: asLabel(person.id === me?.id ? `${person.name} (you)` : person.name),
    description: asLabel(personDescription(person, Date.now())),
    iconPath: personThemeIcon(person),
    value: person,
  }));
