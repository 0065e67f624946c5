import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.join(__dirname, '../..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it sent over IPC, in order. */
  readonly messages: readonly Record<string, unknown>[];
}

export interface Program extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Its first IPC message: `ready` or `failed`. */
  readonly first: Promise<Record<string, unknown>>;
  readonly ended: Promise<Ended>;
}

export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Instead of server/main.ts. */
  readonly entry?: string;
  /** A program that runs it, with the arguments in front of its own. It must become it, by exec. */
  readonly within?: readonly string[];
  /** A file descriptor that its log goes to, instead of `Ended.stderr`. */
  readonly stderr?: number;
}

/** Runs server/main.ts, or another entry, in a process of its own, as the extension does: with an IPC channel. */
export function runServerProgram(args: readonly string[], options: ProgramOptions = {}): Program {
  const { env = {}, entry = 'server/main.ts', stderr: log = 'pipe', within = [] } = options;
  const [command = '', ...rest] = [...within, process.execPath, '--import', 'tsx', path.join(root, entry), ...args];
  const child = spawn(command, rest, {
    cwd: root,
    stdio: ['ignore', 'pipe', log, 'ipc'],
    env: { ...process.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  const messages: Record<string, unknown>[] = [];
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  child.on('message', (message) => messages.push(message as Record<string, unknown>));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr, messages }));
  const first = Promise.race([
    once(child, 'message').then(([message]) => message as Record<string, unknown>),
    ended.then(({ code }) => Promise.reject(new Error(`ended with ${code} and no word: ${stderr}`))),
  ]);
  first.catch(() => undefined); // a test may ask for `ended` alone
  return {
    process: child,
    first,
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
