import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { eventually } from '../../helpers/eventually';
import { freePort } from '../../helpers/freePort';
import { own, stop } from '../children';
import type { DialectName } from '../load/dialects/table';
import { residentBytes } from '../machine';
import { inspircdConf, mosquittoConf } from './config';
import type { Peer, PeerServer } from './peer';

interface Command {
  readonly name: string;
  readonly title: string;
  readonly dialect: DialectName;
  readonly command: string;
  readonly args: (port: number, file: (name: string, text: string) => string) => readonly string[];
}

/** A server of Debian's, where it is installed: nothing installs it by itself. */
const installed = ({ name, title, dialect, command, args }: Command): Peer => ({
  name,
  title,
  durable: false,
  from: 'debian',
  dialect,
  absent: () => (findCommand(command) === undefined ? `${command} is not installed` : undefined),
  start: async (dir) => {
    const port = await freePort();
    const file = (base: string, text: string): string => {
      writeFileSync(path.join(dir, base), text);
      return path.join(dir, base);
    };
    return startCommand(findCommand(command) ?? command, args(port, file), { cwd: dir, port });
  },
});

export const natsCore = installed({
  name: 'natsCore',
  title: 'NATS core',
  dialect: 'nats',
  command: 'nats-server',
  args: (port) => ['-a', '127.0.0.1', '-p', String(port)],
});

export const mosquitto = installed({
  name: 'mosquitto',
  title: 'mosquitto, MQTT at QoS 0',
  dialect: 'mqtt',
  command: 'mosquitto',
  args: (port, file) => ['-c', file('mosquitto.conf', mosquittoConf(port))],
});

export const inspircd = installed({
  name: 'inspircd',
  title: 'InspIRCd',
  dialect: 'irc',
  command: 'inspircd',
  args: (port, file) => ['--nofork', '--runasroot', '--config', file('inspircd.conf', inspircdConf(port))],
});

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

interface Place {
  readonly cwd: string;
  readonly port: number;
}

async function startCommand(file: string, args: readonly string[], { cwd, port }: Place): Promise<PeerServer> {
  const child = spawn(file, args, { cwd, stdio: 'ignore' });
  own(child);
  try {
    await eventually(async () => {
      const socket = net.connect(port, '127.0.0.1');
      await once(socket, 'connect').finally(() => socket.destroy());
    }, 10_000);
  } catch (cause) {
    await stop(child);
    throw new Error(`${path.basename(file)} does not listen`, { cause });
  }
  const pid = child.pid ?? 0;
  return {
    pid,
    host: '127.0.0.1',
    port,
    memoryBytes: () => Promise.resolve(residentBytes(pid)),
    kill: () => child.kill('SIGKILL'),
    [Symbol.asyncDispose]: () => stop(child),
  };
}
