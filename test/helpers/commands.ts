import { randomBytes } from 'node:crypto';
import type { CommandOf } from '../../server/core/commands';
import { type Cid, type DeviceId, GENERAL, type MemberId, newCid } from '../../server/protocol/ids';

export const aCid = (): Cid => newCid(Date.now(), randomBytes(16));
export const aMemberId = (): MemberId => `m-${randomBytes(16).toString('hex')}` as MemberId;

export const aDeviceId = (): DeviceId => `k-${randomBytes(16).toString('hex')}` as DeviceId;

export const aClaim = (over: Partial<CommandOf<'claim'>> = {}): CommandOf<'claim'> => ({
  kind: 'claim',
  cid: aCid(),
  member: aMemberId(),
  name: 'ana',
  device: aDeviceId(),
  storedKey: new Uint8Array(32).fill(1),
  serverKey: new Uint8Array(32).fill(2),
  mustBeInvited: false,
  ...over,
});

export const aPost = (member: MemberId, over: Partial<CommandOf<'post'>> = {}): CommandOf<'post'> => ({
  kind: 'post',
  cid: aCid(),
  room: GENERAL,
  member,
  text: 'hello',
  ...over,
});
