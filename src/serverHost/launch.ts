import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { Lease } from './lease';

interface LaunchOptions {
  /** The bundled server. */
  readonly script: string;
  readonly dataDir: string;
  readonly logFile: string;
  readonly host: string;
  readonly port: number;
  readonly nodePath?: string;
  readonly timeoutMs?: number;
}

const Failed = z.object({
  kind: z.literal('failed'),
  code: z.string(),
  message: z.string(),
  url: z.optional(z.string()),
});
const Report = z.union([z.intersection(z.object({ kind: z.literal('ready') }), Lease), Failed]);

export interface LaunchFailure {
  /** The server's own code, or `E_EXITED`, `E_SILENT`. */
  readonly code: string;
  /** A sentence of the server about itself. */
  readonly message: string;
  /** Of the Team Chat server that is in the way. */
  readonly url?: string | undefined;
}

export type Launched =
  { readonly ok: true; readonly lease: Lease } | { readonly ok: false; readonly failure: LaunchFailure };

/** The server's exit code; null when it was killed. */
type OnExit = (code: number | null, lease: Lease) => void;

/** An idle server stops by itself. */
const IDLE_EXIT_SECONDS = 600;
const READY_MS = 20_000;
const LOG_BYTES = 5 * 1024 * 1024;

/** Starts a server that outlives this process. Resolves when it listens, or with why it does not; then tells its end. */
export async function launchServer(options: LaunchOptions, onExit: OnExit = () => {}): Promise<Launched> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const log = await openLog(options.logFile);
  try {
    const child = fork(options.script, argumentsOf(options), {
      cwd: options.dataDir,
      execPath: options.nodePath ?? process.execPath,
      execArgv: [],
      env: serverEnv(process.env),
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    const launched = await report(child, options.timeoutMs ?? READY_MS);
    if (!launched.ok && child.exitCode === null) child.kill();
    if (child.connected) child.disconnect();
    if (launched.ok) child.once('exit', (code) => onExit(code, launched.lease));
    child.unref();
    return launched;
  } finally {
    await log.close();
  }
}

const argumentsOf = ({ host, port, dataDir }: LaunchOptions): string[] => [
  'serve',
  '--host',
  host,
  '--port',
  String(port),
  '--data',
  dataDir,
  '--idle-exit',
  String(IDLE_EXIT_SECONDS),
];

/** The editor's own Node; a debugger's options for the editor's processes are not for this one. */
export const serverEnv = ({
  NODE_OPTIONS: _options,
  VSCODE_INSPECTOR_OPTIONS: _inspector,
  ...env
}: NodeJS.ProcessEnv) => ({
  ...env,
  ELECTRON_RUN_AS_NODE: '1',
});

/** `null`: by a signal. */
export const tellEnded = (code: number | null): string =>
  code === null ? t('The server was ended by a signal.') : t('The server ended with code {0}.', code);

function report(child: ChildProcess, timeoutMs: number): Promise<Launched> {
  const { promise, resolve } = Promise.withResolvers<Launched>();
  const failed = (code: string, message: string) => resolve({ ok: false, failure: { code, message } });
  const timer = setTimeout(() => failed('E_SILENT', t('The server did not get ready in time.')), timeoutMs);
  child.once('error', (error) => failed('E_EXITED', error.message));
  child.once('exit', (code) => failed('E_EXITED', tellEnded(code)));
  child.on('message', (message) => {
    const told = Report.safeParse(message);
    if (!told.success) return;
    resolve(told.data.kind === 'ready' ? { ok: true, lease: told.data } : { ok: false, failure: told.data });
  });
  return promise.finally(() => {
    clearTimeout(timer);
    child.removeAllListeners();
  });
}

async function openLog(file: string) {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const size = await stat(file).then(
    ({ size: bytes }) => bytes,
    () => 0,
  );
  if (size > LOG_BYTES) await rename(file, `${file}.old`);
  return open(file, 'a', 0o600);
}
