import type { Role } from '../protocol/model';

const RANKS: Readonly<Record<Role, number>> = { owner: 3, moderator: 2, member: 1, bot: 1, guest: 0 };

export const isModerator = (role: Role): boolean => RANKS[role] >= RANKS.moderator;

/** Acts on people are on those who are less, and an owner's on other owners, too. */
export const mayActOn = (actor: Role, target: Role): boolean =>
  isModerator(actor) && (actor === 'owner' || RANKS[actor] > RANKS[target]);
