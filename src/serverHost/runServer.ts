import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { serverEnv, tellEnded } from './launch';
import type { ServerHost } from './serverHost';

interface Running {
  /** What it reads, where it asks for something: no secret is an argument. */
  readonly input?: string;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export type Ran =
  | { readonly ok: true; readonly said: string }
  /** The server's own code, or `E_EXITED`; its sentence. */
  | { readonly ok: false; readonly code: string; readonly message: string };

const Failed = z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() });

/** Has the server's program carry out a command on the data of this computer, to its end. */
export async function runServer(
  { script, dataDir }: Pick<ServerHost, 'script' | 'dataDir'>,
  args: readonly string[],
  { input = '', onLine, signal }: Running = {},
): Promise<Ran> {
  const child = fork(script, [...args, '--data', dataDir], {
    execArgv: [],
    env: serverEnv(process.env),
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  const stop = () => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  let said = '';
  let failed: z.infer<typeof Failed> | undefined;
  child.stdin?.on('error', () => undefined).end(input); // it may have ended without reading
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  if (child.stderr) createInterface(child.stderr).on('line', (line) => onLine?.(line));
  child.on('message', (message) => (failed = z.safeParse(Failed, message).data ?? failed));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('error', () => resolve(null));
  child.once('close', resolve);
  const exit = await promise;
  signal?.removeEventListener('abort', stop);
  if (exit === 0) return { ok: true, said: said.trim() };
  return failed
    ? { ok: false, code: failed.code, message: failed.message }
    : { ok: false, code: 'E_EXITED', message: tellEnded(exit) };
}
