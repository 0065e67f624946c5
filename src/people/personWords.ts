import type { Person, Presence, Role } from '../../server/protocol/model';
import { dateTimeIn } from '../wording';

/** A member as far as it can be seen from here. */
export type SeenPerson = Omit<Person, 'presence'> & { readonly presence: Presence | 'unknown' };

const PRESENCES: Readonly<Record<SeenPerson['presence'], string>> = {
  here: 'here',
  away: 'away',
  gone: 'not connected',
  unknown: '',
};
const ROLES: Readonly<Record<Role, string>> = {
  owner: 'owner',
  moderator: 'moderator',
  member: '',
  bot: 'bot',
  guest: 'guest',
};

/** Where a member stands, in words: `away · moderator · muted · at lunch`. */
export const personDescription = (person: SeenPerson, nowMs: number): string => standing(person, nowMs).join(' · ');

/** The same, word by word. */
export function standing(person: SeenPerson, nowMs: number): readonly string[] {
  const { presence, role, status, isBanned, mutedUntil = 0 } = person;
  if (isBanned) return ['banned'];
  const told = [PRESENCES[presence], ROLES[role], mutedUntil > nowMs ? 'muted' : '', status];
  return told.filter((part) => part !== '');
}

export const spokenPerson = (person: SeenPerson, isMe: boolean, nowMs: number): string =>
  [person.name, ...(isMe ? ['you'] : []), ...standing(person, nowMs)].join(', ');

interface Wording {
  readonly locale: string;
  readonly nowMs: number;
}

export function personTooltip(person: SeenPerson, { locale, nowMs }: Wording): readonly string[] {
  const { name, joinedAt, mutedUntil = 0 } = person;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const moment = dateTimeIn(locale);
  return [
    name,
    personDescription(person, nowMs),
    `Joined on ${day.format(joinedAt)}`,
    ...(mutedUntil > nowMs ? [`May write again ${moment.format(mutedUntil)}`] : []),
  ].filter((line) => line !== '');
}

/** Names of an icon and a colour of the editor. Each presence has its own shape. */
export function personIcon({ presence, role, isBanned }: SeenPerson): readonly [icon: string, color?: string] {
  if (isBanned) return ['circle-slash'];
  if (presence === 'gone' || presence === 'unknown') return ['circle-outline'];
  if (role === 'bot') return ['hubot', 'charts.green'];
  return presence === 'here' ? ['circle-filled', 'charts.green'] : ['clock', 'charts.yellow'];
}

const ORDER: Readonly<Record<Presence, number>> = { here: 0, away: 1, gone: 2 };

/** The reader first, then who is here, then by name. */
export function inOrder(people: readonly Person[], me: Person | undefined): readonly Person[] {
  const rank = ({ id, presence }: Person) => (id === me?.id ? -1 : ORDER[presence]);
  return [...people].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
