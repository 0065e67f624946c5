import * as z from 'zod/mini';
import { DeviceId } from '../ids';
import { Device, Millis } from '../model';
import { Bytes32, nothing } from './parts';

/** The computers of one member. */
export const DEVICE_CALLS = {
  /** A short code that lets in one more device of the caller, once and soon. */
  createPairing: {
    params: nothing,
    result: z.object({ code: z.string(), expiresAt: Millis }),
  },
  devices: {
    params: nothing,
    result: z.object({ devices: z.array(Device) }),
  },
  /** Its connections are closed at once. */
  revokeDevice: {
    params: z.object({ device: DeviceId }),
    result: nothing,
  },
  /** Another credential for this device: the old one is good for nothing from here on. Again, with the same keys, is the same. */
  rekey: {
    params: z.object({ storedKey: Bytes32, serverKey: Bytes32 }),
    result: nothing,
  },
} as const;
