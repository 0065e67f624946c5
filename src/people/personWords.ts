import type { Person, Presence, Role } from '../../server/protocol/model';

const PRESENCES: Readonly<Record<Presence, string>> = { here: 'here', away: 'away', gone: 'not connected' };
const ROLES: Readonly<Record<Role, string>> = {
  owner: 'owner',
  moderator: 'moderator',
  member: '',
  bot: 'bot',
  guest: 'guest',
};

/** Where a member stands, in words: `away · moderator · muted · at lunch`. */
export const personDescription = (person: Person, nowMs: number): string => standing(person, nowMs).join(' · ');

function standing(person: Person, nowMs: number): readonly string[] {
  const { presence, role, status, isBanned, mutedUntil = 0 } = person;
  const told = [isBanned ? 'banned' : PRESENCES[presence], ROLES[role], mutedUntil > nowMs ? 'muted' : '', status];
  return told.filter((part) => part !== '');
}

export const spokenStanding = (person: Person, nowMs: number): string => standing(person, nowMs).join(', ');

export const spokenPerson = (person: Person, isMe: boolean, nowMs: number): string =>
  [person.name, ...(isMe ? ['you'] : []), ...standing(person, nowMs)].join(', ');

interface Wording {
  readonly locale: string;
  readonly nowMs: number;
}

export function personTooltip(person: Person, { locale, nowMs }: Wording): readonly string[] {
  const { name, joinedAt, mutedUntil = 0 } = person;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return [
    name,
    personDescription(person, nowMs),
    `Joined on ${day.format(joinedAt)}`,
    ...(mutedUntil > nowMs ? [`May write again ${moment.format(mutedUntil)}`] : []),
  ];
}

/** Names of an icon and a colour of the editor. Each presence has its own shape. */
export function personIcon({ presence, role, isBanned }: Person): readonly [icon: string, color?: string] {
  if (isBanned) return ['circle-slash'];
  if (presence === 'gone') return ['circle-outline'];
  if (role === 'bot') return ['hubot', 'charts.green'];
  return presence === 'here' ? ['circle-filled', 'charts.green'] : ['clock', 'charts.yellow'];
}

const ORDER: Readonly<Record<Presence, number>> = { here: 0, away: 1, gone: 2 };

/** The reader first, then who is here, then by name. */
export function inOrder(people: readonly Person[], me: Person | undefined): readonly Person[] {
  const rank = ({ id, presence }: Person) => (id === me?.id ? -1 : ORDER[presence]);
  return [...people].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
