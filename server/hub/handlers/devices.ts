import type { Journal } from '../../journal/journal';
import { ok } from '../../protocol/result';
import { bytesOf, newDeviceId } from '../authentication';
import { newPairingCode } from '../secrets';
import type { Sends } from '../sends';
import { type MemberHandlers, done } from './handlers';

interface DeviceParts {
  readonly journal: Journal;
  readonly sends: Sends;
}

/** A member's own devices: let in by a code, listed, removed, each with a key of its own. */
export const deviceHandlers = ({
  journal,
  sends,
}: DeviceParts): MemberHandlers<'createPairing' | 'devices' | 'revokeDevice' | 'rekey'> => ({
  createPairing: ({ member, device }) =>
    sends.paced(member, async () => {
      const { told, hash } = newPairingCode();
      const outcome = await journal.submit({ kind: 'createPairing', member, device, codeHash: hash });
      return outcome.ok ? ok({ code: told, expiresAt: outcome.value.expiresAt }) : outcome;
    }),
  devices: ({ member, device }) => {
    const devices = journal.state.admission.devices(member);
    return ok({ devices: devices.map((known) => ({ ...known, isThis: known.id === device })) });
  },
  revokeDevice: async ({ member }, { device }) => done(await journal.submit({ kind: 'revokeDevice', member, device })),
  rekey: async ({ session, member, device }, { storedKey, serverKey }) => {
    const to = newDeviceId();
    const keys = { storedKey: bytesOf(storedKey), serverKey: bytesOf(serverKey) };
    const outcome = await journal.submit({ kind: 'rekey', member, device, to, ...keys });
    // Before it is looked for those who must prove themselves anew.
    if (outcome.ok && session.phase.at === 'open') session.phase = { ...session.phase, ...outcome.value };
    return done(outcome);
  },
});
