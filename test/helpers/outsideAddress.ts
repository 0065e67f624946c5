import assert from 'node:assert/strict';
import os from 'node:os';

/** An address of this machine that is not loopback: who connects to it comes from it. */
export function outsideAddress(): string {
  const all = Object.values(os.networkInterfaces()).flatMap((found) => found ?? []);
  const outside = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  assert.ok(outside, 'this test needs a network interface');
  return outside.address;
}
