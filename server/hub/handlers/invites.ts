import { isLive, maySeeInvite } from '../../core/invites';
import type { StateReader, StoredInvite } from '../../core/ports';
import type { Journal } from '../../journal/journal';
import type { MemberId } from '../../protocol/ids';
import type { Invite } from '../../protocol/model';
import { OPERATOR } from '../../protocol/names';
import { ok } from '../../protocol/result';
import { newInviteId, newInviteSecret } from '../secrets';
import type { Sends } from '../sends';
import { type MemberHandlers, done } from './handlers';

interface InviteParts {
  readonly journal: Journal;
  readonly sends: Sends;
}

/** Who may come in. */
export const inviteHandlers = ({
  journal,
  sends,
}: InviteParts): MemberHandlers<'createInvite' | 'invites' | 'revokeInvite'> => ({
  createInvite: ({ member }, wanted) =>
    sends.paced(member, async () => {
      const { told, hash } = newInviteSecret();
      const made = { by: member, invite: newInviteId(), secretHash: hash };
      const outcome = await journal.submit({ kind: 'createInvite', ...made, ...wanted });
      return outcome.ok
        ? ok({ invite: inviteFor(journal.state, outcome.value.invite, member), secret: told })
        : outcome;
    }),
  invites: ({ member }) => ok({ invites: invitesFor(journal.state, member) }),
  revokeInvite: ({ member }, { invite }) =>
    sends.paced(member, async () => done(await journal.submit({ kind: 'revokeInvite', by: member, invite }))),
});

function invitesFor(state: StateReader, member: MemberId): Invite[] {
  const person = state.person(member);
  if (!person) return [];
  const seen = state.admission.invites().filter((invite) => isLive(invite, Date.now()));
  return seen
    .filter((invite) => maySeeInvite({ name: person.name, person }, invite))
    .map((invite) => inviteFor(state, invite, member));
}

/** A room that the reader is not in is not named. */
function inviteFor(state: StateReader, { maker, room, ...invite }: StoredInvite, reader: MemberId): Invite {
  const by = maker === undefined ? OPERATOR : (state.member(maker)?.name ?? '');
  const isKnown = room !== undefined && state.memberships.has(room, reader);
  return { ...invite, by, ...(isKnown ? { room } : {}) };
}
