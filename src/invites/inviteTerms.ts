import type { Params } from '../../server/protocol/calls';
import type { Device, Invite, Role } from '../../server/protocol/model';
import { dateTimeIn } from '../wording';

/** What an invite lets its guests do, for how long, and how many. */
export type Terms = Params<'createInvite'>;

export const INVITE_TITLE = 'Team Chat: Copy Invite Link';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** For a link that is passed around in a team. */
export const USUAL: Terms = { role: 'member', lastsMs: 7 * DAY, uses: 25 };

export const LASTING: readonly (readonly [words: string, lastsMs: number])[] = [
  ['1 hour', HOUR],
  ['1 day', DAY],
  ['7 days', 7 * DAY],
  ['30 days', 30 * DAY],
];

export const USES: readonly number[] = [1, 5, 25, 100, 1_000];

/** What a member may invite as; owners more. */
export const invitedBy = (role: Role | undefined): readonly Role[] =>
  role === 'owner' ? ['member', 'guest', 'moderator', 'owner'] : ['member', 'guest'];

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  member: 'reads and writes',
  guest: 'reads what it is let into, and writes nowhere',
  moderator: 'also mutes, bans and deletes',
  owner: 'may do everything',
  bot: 'a program',
};

export function tellTerms({ lastsMs, uses, role }: Terms): string {
  const who = uses === 1 ? 'One person' : `Up to ${uses} people`;
  const how = role === 'member' ? '' : ` as ${role}${uses === 1 ? '' : 's'}`;
  const named = LASTING.find(([, ms]) => ms === lastsMs)?.[0] ?? `${Math.round(lastsMs / HOUR)} hours`;
  return `${who} can join with it${how} within ${named.replace(/^1 /, 'one ')}.`;
}

/** One line of a list: what can still be done with an invite. */
export function describeInvite({ role, usesLeft, expiresAt }: Invite, locale: string): string {
  const uses = usesLeft === 1 ? '1 use left' : `${usesLeft} uses left`;
  return `${role}, ${uses}, until ${dateTimeIn(locale).format(expiresAt)}`;
}

export const describeDevice = ({ createdAt }: Device, locale: string): string =>
  `since ${dateTimeIn(locale).format(createdAt)}`;

export const clockTime = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
