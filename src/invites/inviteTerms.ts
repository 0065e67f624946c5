import { t } from '@vscode/l10n';
import type { Params } from '../../server/protocol/calls';
import type { Device, Invite, Role } from '../../server/protocol/model';
import { lasting, plural } from '../../webview/protocol/language';
import { roleName } from '../people/roleWords';
import { dateTimeIn } from '../wording';

/** What an invite lets its guests do, for how long, and how many. */
export type Terms = Params<'createInvite'>;

export const inviteTitle = () => t('Team Chat: Copy Invite Link');

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** For a link that is passed around in a team. */
export const USUAL: Terms = { role: 'member', lastsMs: 7 * DAY, uses: 25 };

export const LASTING: readonly number[] = [HOUR, DAY, 7 * DAY, 30 * DAY];

/** "7 days" */
export const tellLasting = (ms: number): string =>
  ms % DAY === 0 ? lasting(ms / DAY, 'day') : lasting(Math.round(ms / HOUR), 'hour');

export const USES: readonly number[] = [1, 5, 25, 100, 1_000];

/** What a member may invite as; owners more. */
export const invitedBy = (role: Role | undefined): readonly Role[] =>
  role === 'owner' ? ['member', 'guest', 'moderator', 'owner'] : ['member', 'guest'];

/** What somebody who is invited as this may do. */
export const ROLE_WORDS: Readonly<Record<Role, () => string>> = {
  member: () => t('reads and writes'),
  guest: () => t('reads what it is let into, and writes nowhere'),
  moderator: () => t('also mutes, bans and deletes'),
  owner: () => t('may do everything'),
  bot: () => t('a program'),
};

export function tellTerms({ lastsMs, uses, role }: Terms): string {
  const time = tellLasting(lastsMs);
  if (role === 'member')
    return plural(
      uses,
      t('One person can join with it within {0}.', time),
      t('Up to {0} people can join with it within {1}.', uses, time),
    );
  const as = roleName(role, uses);
  return plural(
    uses,
    t('One person can join with it as {0} within {1}.', as, time),
    t('Up to {0} people can join with it as {1} within {2}.', uses, as, time),
  );
}

/** One line of a list: what can still be done with an invite. */
export function describeInvite({ role, usesLeft, expiresAt }: Invite, locale: string): string {
  const uses = plural(usesLeft, t('1 use left'), t('{0} uses left', usesLeft));
  return t('{0}, {1}, until {2}', roleName(role), uses, dateTimeIn(locale).format(expiresAt));
}

export const describeDevice = ({ createdAt }: Device, locale: string): string =>
  t('since {0}', dateTimeIn(locale).format(createdAt));
