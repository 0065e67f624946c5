import { fork } from 'node:child_process';
import type { ServerId } from '../../server/protocol/ids';
import type { Address } from '../connection/address';
import { serverEnv } from './launch';
import type { ServerHost } from './serverHost';

type Host = Pick<ServerHost, 'running' | 'script' | 'dataDir'>;

const INVITE_MS = 15_000;

/**
 * An invite to the server of this computer, made as whoever has its data folder may. Only for that server at its own
 * address: another one may call itself by the same id, and would have the invite for the asking.
 */
export async function ownInvite(host: Host, { url }: Address, server: ServerId): Promise<string | undefined> {
  const lease = await host.running();
  if (lease?.server !== server || lease.url !== url) return undefined;
  const child = fork(host.script, ['invite', '--data', host.dataDir, '--uses', '1', '--days', '1'], {
    execArgv: [],
    env: serverEnv(process.env),
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    timeout: INVITE_MS,
  });
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('error', () => resolve(null));
  child.once('close', resolve);
  return (await promise) === 0 ? said.trim() : undefined;
}
