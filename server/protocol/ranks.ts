import type { Person, Role } from './model';

type Ranked = Pick<Person, 'role'>;
const RANKS: Readonly<Record<Role, number>> = { owner: 3, moderator: 2, member: 1, bot: 1, guest: 0 };

export const isModerator = ({ role }: Ranked): boolean => RANKS[role] >= RANKS.moderator;

/** Owners also stand above each other. */
export const outranks = (who: Ranked, other: Ranked): boolean =>
  who.role === 'owner' || RANKS[who.role] > RANKS[other.role];
