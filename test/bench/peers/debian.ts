import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { eventually } from '../../helpers/eventually';
import { own, stop } from '../children';
import type { Peer, PeerServer } from './peer';

/** Debian keeps servers in /usr/sbin, which is not on everybody's path. */
function findCommand(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin'];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const natsCore: Peer = {
  name: 'natsCore',
  title: 'NATS core',
  durable: false,
  from: 'debian',
  dialect: 'nats',
  absent: () => (findCommand('nats-server') === undefined ? 'nats-server is not installed' : undefined),
  start: async () => {
    const port = await freePort();
    return startCommand(findCommand('nats-server') ?? 'nats-server', ['-a', '127.0.0.1', '-p', String(port)], port);
  },
};

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startCommand(file: string, args: readonly string[], port: number): Promise<PeerServer> {
  const child = spawn(file, args, { stdio: 'ignore' });
  own(child);
  await eventually(async () => {
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  }, 10_000);
  return { pid: child.pid ?? 0, host: '127.0.0.1', port, [Symbol.asyncDispose]: () => stop(child) };
}
