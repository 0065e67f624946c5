import { fail } from '../../protocol/result';
import type { MemberHandlers } from './handlers';

/** Who may come in: by invite, and a member's own devices. */
export const accessHandlers = (): MemberHandlers<
  'createInvite' | 'invites' | 'revokeInvite' | 'createPairing' | 'devices' | 'revokeDevice' | 'rekey'
> => ({
  createInvite: () => fail('E_UNKNOWN_TYPE'),
  invites: () => fail('E_UNKNOWN_TYPE'),
  revokeInvite: () => fail('E_UNKNOWN_TYPE'),
  createPairing: () => fail('E_UNKNOWN_TYPE'),
  devices: () => fail('E_UNKNOWN_TYPE'),
  revokeDevice: () => fail('E_UNKNOWN_TYPE'),
  rekey: () => fail('E_UNKNOWN_TYPE'),
});
