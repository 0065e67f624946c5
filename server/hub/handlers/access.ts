import { isLive, maySeeInvite } from '../../core/invites';
import type { StateReader, StoredInvite } from '../../core/ports';
import type { Journal } from '../../journal/journal';
import type { MemberId } from '../../protocol/ids';
import type { Invite } from '../../protocol/model';
import { OPERATOR } from '../../protocol/names';
import { ok } from '../../protocol/result';
import { bytesOf, newDeviceId } from '../authentication';
import { newInviteId, newInviteSecret, newPairingCode } from '../secrets';
import type { Sends } from '../sends';
import { type MemberHandlers, done } from './handlers';

interface AccessParts {
  readonly journal: Journal;
  readonly sends: Sends;
}

/** Who may come in: by invite, and a member's own devices. */
export const accessHandlers = ({
  journal,
  sends,
}: AccessParts): MemberHandlers<
  'createInvite' | 'invites' | 'revokeInvite' | 'createPairing' | 'devices' | 'revokeDevice' | 'rekey'
> => ({
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
  createPairing: ({ member, device }) =>
    sends.paced(member, async () => {
      const { told, hash } = newPairingCode();
      const outcome = await journal.submit({ kind: 'createPairing', member, device, codeHash: hash });
      return outcome.ok ? ok({ code: told, expiresAt: outcome.value.expiresAt }) : outcome;
    }),
  devices: ({ member, device }) => {
    const devices = journal.state.access.devices(member);
    return ok({ devices: devices.map((known) => ({ ...known, isThis: known.id === device })) });
  },
  revokeDevice: async ({ member }, { device }) => done(await journal.submit({ kind: 'revokeDevice', member, device })),
  rekey: async ({ session, member, device }, { storedKey, serverKey }) => {
    const to = newDeviceId();
    const keys = { storedKey: bytesOf(storedKey), serverKey: bytesOf(serverKey) };
    const outcome = await journal.submit({ kind: 'rekey', member, device, to, ...keys });
    // Before it is looked for those who must prove themselves anew.
    if (outcome.ok && session.phase.at === 'open') session.phase = { ...session.phase, device: to };
    return done(outcome);
  },
});

function invitesFor(state: StateReader, member: MemberId): Invite[] {
  const person = state.person(member);
  if (!person) return [];
  const seen = state.access.invites().filter((invite) => isLive(invite, Date.now()));
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
