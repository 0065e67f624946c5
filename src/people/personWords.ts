import { t } from '@vscode/l10n';
import type { Person, Presence } from '../../server/protocol/model';
import { dateTimeIn } from '../wording';
import { roleName } from './roleWords';

/** A member as far as it can be seen from here. */
export type SeenPerson = Omit<Person, 'presence'> & { readonly presence: Presence | 'unknown' };

const PRESENCES: Readonly<Record<SeenPerson['presence'], () => string>> = {
  here: () => t('here'),
  away: () => t('away'),
  gone: () => t('not connected'),
  unknown: () => '',
};

/** Where a member stands, in words: `away · moderator · muted · at lunch`. */
export const personDescription = (person: SeenPerson, nowMs: number): string => standing(person, nowMs).join(' · ');

/** The same, word by word. */
export function standing(person: SeenPerson, nowMs: number): readonly string[] {
  const { presence, role, status, isBanned, mutedUntil = 0 } = person;
  if (isBanned) return [t('banned')];
  const told = [
    PRESENCES[presence](),
    role === 'member' ? '' : roleName(role),
    mutedUntil > nowMs ? t('muted') : '',
    status,
  ];
  return told.filter((part) => part !== '');
}

export const spokenPerson = (person: SeenPerson, isMe: boolean, nowMs: number): string =>
  [person.name, ...(isMe ? [t('you')] : []), ...standing(person, nowMs)].join(', ');

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
    t('Joined on {0}', day.format(joinedAt)),
    ...(mutedUntil > nowMs ? [t('May write again {0}', moment.format(mutedUntil))] : []),
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
