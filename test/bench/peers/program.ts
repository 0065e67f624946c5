import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { pinnedNode, typescriptArgs } from '../../helpers/node';
import { own, stop } from '../children';
import { residentBytes } from '../machine';
import type { PeerServer } from './peer';

export interface Program {
  readonly file: string;
  readonly args?: readonly string[];
  /** For Node. */
  readonly nodeArgs?: readonly string[];
}

/** Runs a Node program that says `{ port }` when it listens. */
export async function startProgram({ file, args = [], nodeArgs = [] }: Program): Promise<PeerServer> {
  const child = fork(file, args, {
    execPath: pinnedNode(),
    execArgv: [...(file.endsWith('.ts') ? typescriptArgs : []), '--expose-gc', ...nodeArgs],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  own(child);
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr = (stderr + String(chunk)).slice(-4_000)));
  const exited = once(child, 'exit');
  const [said] = (await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error(`the server ended: ${stderr}`))),
  ])) as [{ port?: number; message?: string }];
  if (said.port === undefined) throw new Error(said.message ?? 'the server did not say its port');
  const pid = child.pid ?? 0;
  return {
    pid,
    host: '127.0.0.1',
    port: said.port,
    memoryBytes: async () => (await weigh(child)) ?? residentBytes(pid),
    kill: () => child.kill('SIGKILL'),
    [Symbol.asyncDispose]: () => stop(child),
  };
}

/** After the garbage is gone. */
async function weigh(child: ChildProcess): Promise<number | undefined> {
  const reply = once(child, 'message');
  child.send('weigh');
  const [{ rss }] = (await reply) as [{ rss?: number }];
  return rss;
}
