import { LIMITS } from '../protocol/limits';
import type { Millis } from '../protocol/model';
import { fail, ok } from '../protocol/result';
import type { CommandOf, Outcome } from './commands';
import { isLastOwner } from './audit';
import { equal } from './equal';
import type { State } from './ports';
import type { DeviceId, MemberId } from '../protocol/ids';

/** Lets in another device of the member that was given the code: once. Why it does not, the one who tries is not told. */
export function pair(state: State, command: CommandOf<'pair'>, at: Millis): Outcome<'pair'> {
  const { cid, codeHash, device, storedKey, serverKey } = command;
  const repeated = state.admission.deviceOfCid(cid);
  if (repeated) {
    const member = state.member(repeated.member);
    return member && equal(repeated.storedKey, storedKey) ? ok({ member: briefly(member) }) : fail('E_CID_CONFLICT');
  }
  const pairing = state.admission.pairingOf(codeHash);
  const member = pairing && state.person(pairing.member);
  if (!pairing || !equal(pairing.codeHash, codeHash) || at >= pairing.expiresAt) return fail('E_NOT_FOUND');
  if (!member || member.isBanned) return fail('E_NOT_FOUND');
  if (hasAllDevices(state, member.id)) return fail('E_TOO_MANY');
  state.admission.removePairings(member.id);
  state.addDevice(member.id, { device, storedKey, serverKey }, { cid, at });
  return ok({ member: briefly(member) });
}

/** The last one made is the one that works. A device that is revoked while it asks lets in no other. */
export function createPairing(state: State, command: CommandOf<'createPairing'>, at: Millis): Outcome<'createPairing'> {
  const { member, device, codeHash } = command;
  const person = state.person(member);
  if (!person || person.isBanned) return fail('E_NOT_FOUND');
  if (device !== undefined && !isDeviceOf(state, member, device)) return fail('E_NOT_FOUND');
  if (hasAllDevices(state, member)) return fail('E_TOO_MANY');
  const expiresAt = at + LIMITS.pairingLastsMs;
  state.admission.removePairings(member);
  state.admission.addPairing({ codeHash, member, expiresAt });
  return ok({ expiresAt });
}

/** With it goes the code that it may have seen. */
export function revokeDevice(state: State, { member, device }: CommandOf<'revokeDevice'>): Outcome<'revokeDevice'> {
  const devices = state.admission.devices(member);
  const person = state.person(member);
  if (!person || !devices.some(({ id }) => id === device)) return fail('E_NOT_FOUND');
  if (devices.length === 1 && isLastOwner(state, person)) return fail('E_LAST_OWNER');
  state.admission.removeDevice(device);
  state.admission.removePairings(member);
  state.changed({ kind: 'devices', member });
  return ok({});
}

/** It is another device from here on: who knows the old keys only is none. Again, with the same keys, is the same. */
export function rekey(state: State, command: CommandOf<'rekey'>, at: Millis): Outcome<'rekey'> {
  const { member, device, to, storedKey, serverKey } = command;
  const done = state.credentials(member).find((known) => equal(known.storedKey, storedKey));
  if (done) return ok({ device: done.device });
  if (!isDeviceOf(state, member, device)) return fail('E_NOT_FOUND');
  state.admission.removeDevice(device);
  state.admission.removePairings(member);
  state.addDevice(member, { device: to, storedKey, serverKey }, { at });
  state.changed({ kind: 'devices', member, rekeyed: device });
  return ok({ device: to });
}

const hasAllDevices = (state: State, member: MemberId): boolean =>
  state.admission.devices(member).length >= LIMITS.devicesPerMember;

const isDeviceOf = (state: State, member: MemberId, device: DeviceId): boolean =>
  state.admission.devices(member).some(({ id }) => id === device);

const briefly = ({ id, name }: { readonly id: MemberId; readonly name: string }) => ({ id, name });
