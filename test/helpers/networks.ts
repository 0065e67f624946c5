import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** Two computers in a network of their own, as far as the kernel is concerned. Needs root, and fails where there is none. */
export interface TwoComputers extends Disposable {
  /** Runs a program on one of them; it becomes it. */
  readonly on: Readonly<Record<'host' | 'guest', readonly string[]>>;
  readonly address: Readonly<Record<'host' | 'guest', string>>;
}

const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });

export function twoComputers(): TwoComputers {
  const id = randomBytes(3).toString('hex');
  const address = { host: '10.77.0.1', guest: '10.77.0.2' };
  const names = { host: `host-${id}`, guest: `guest-${id}` };
  const both = ['host', 'guest'] as const;
  for (const computer of both) ip('netns', 'add', names[computer]);
  ip('-n', names.host, 'link', 'add', 'wire', 'type', 'veth', 'peer', 'name', 'wire', 'netns', names.guest);
  for (const computer of both) {
    ip('-n', names[computer], 'addr', 'add', `${address[computer]}/24`, 'dev', 'wire');
    for (const line of ['lo', 'wire']) ip('-n', names[computer], 'link', 'set', line, 'up');
  }
  return {
    address,
    on: { host: ['ip', 'netns', 'exec', names.host], guest: ['ip', 'netns', 'exec', names.guest] },
    [Symbol.dispose]: () => both.forEach((computer) => ip('netns', 'delete', names[computer])),
  };
}
