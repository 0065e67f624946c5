import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pinnedNode } from '../../helpers/node';
import { killAll, workersOf } from './processes';
import { provisionEditor } from './provision';
import { quietSettings } from './quiet';

export interface EditorServerOptions {
  /** Where user settings and what extensions store live; a temporary one when missing. */
  readonly dataDir?: string;
  readonly extensionsDir?: string;
  /** .vsix files to install before the start. */
  readonly install?: readonly string[];
  /** User settings; `quietSettings` when missing. Settings already in the data folder stay. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly port?: number;
  /** Opened by an address that names none. */
  readonly folder?: string;
  /** Asked of every browser that opens a window; anybody on this machine may, when missing. */
  readonly token?: string;
  /** Half of the key that seals secrets in the browser, 32 bytes as hex: the same one for as long as secrets should be readable. */
  readonly secretKey?: string;
  /** Lets the address of a window name tests to run in its extension host. Such a window shows no notifications. */
  readonly runsTests?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: (line: string) => void;
}

export interface EditorServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Ends with the server. */
  readonly ended: Promise<number | null>;
  log(): string;
  readonly stop: () => Promise<void>;
}

const startLimitMs = 60_000;
const stopLimitMs = 3_000;

/** Starts VS Code's web server on 127.0.0.1. Every window of it has a real Node extension host of its own. */
export async function startEditorServer(options: EditorServerOptions = {}): Promise<EditorServer> {
  const build = provisionEditor(options.say ?? console.error);
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'alongside-editor-'));
  // Its sockets and temporary files go with it.
  const runDir = mkdtempSync(path.join(os.tmpdir(), 'alongside-run-'));
  const temporary = options.dataDir === undefined ? [runDir, dataDir] : [runDir];
  const cleanUp = () => {
    for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    writeSettings(dataDir, options.settings ?? quietSettings);
    const env = serverEnvironment(runDir, options);
    const args = [build.server, ...folderArgs(dataDir, options.extensionsDir)];
    for (const vsix of options.install ?? []) installExtension(vsix, args, env);
    return await launch([...args, ...listenArgs(options)], { env, dataDir, cleanUp });
  } catch (error) {
    cleanUp();
    throw error;
  }
}

interface Launch {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly cleanUp: () => void;
}

async function launch(args: readonly string[], { env, dataDir, cleanUp }: Launch): Promise<EditorServer> {
  const preload = ['--import', path.join(import.meta.dirname, 'secretKey.mjs')];
  const child = spawn(pinnedNode(), [...preload, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const killAtExit = () => {
    killAll(workersOf(child.pid));
    child.kill('SIGKILL');
    cleanUp();
  };
  process.once('exit', killAtExit);
  const output = collect(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = async () => {
    process.off('exit', killAtExit);
    await end(child, ended);
    cleanUp();
  };
  try {
    const port = await listening(child, output);
    return { port, url: `http://127.0.0.1:${port}`, dataDir, pid: child.pid ?? 0, ended, log: output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function writeSettings(dataDir: string, settings: Readonly<Record<string, unknown>>): void {
  const file = path.join(dataDir, 'data/User/settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  writeFileSync(file, JSON.stringify({ ...settings, ...kept }, undefined, 2));
}

/** No extension gallery and no telemetry address: the editor of a test looks nothing up. */
function serverEnvironment(runDir: string, options: EditorServerOptions): NodeJS.ProcessEnv {
  const ofAnotherEditor = /^(VSCODE_(?!TEST_)|ELECTRON_|NODE_OPTIONS$|npm_)/;
  const inherited = Object.entries(process.env).filter(([name]) => !ofAnotherEditor.test(name));
  return {
    ...Object.fromEntries(inherited),
    EXTENSIONS_GALLERY: '{}',
    CS_TELEMETRY_URL: 'http://127.0.0.1:9/',
    TMPDIR: runDir,
    XDG_RUNTIME_DIR: runDir,
    ALONGSIDE_SECRET_KEY: options.secretKey ?? randomBytes(32).toString('hex'),
    ...options.env,
  };
}

function folderArgs(dataDir: string, extensionsDir = path.join(dataDir, 'extensions')): string[] {
  return ['--accept-server-license-terms', '--server-data-dir', dataDir, '--extensions-dir', extensionsDir];
}

function listenArgs(options: EditorServerOptions): string[] {
  const quiet = ['--disable-telemetry', '--disable-workspace-trust', '--disable-update-check'];
  const token = options.token === undefined ? ['--without-connection-token'] : ['--connection-token', options.token];
  // A built VS Code obeys the test entries of an address only with the driver.
  const driver = options.runsTests === true ? ['--enable-smoke-test-driver'] : [];
  const folder = options.folder === undefined ? [] : ['--default-folder', options.folder];
  return ['--host', '127.0.0.1', '--port', String(options.port ?? 0), ...token, ...folder, ...quiet, ...driver];
}

function installExtension(vsix: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const result = spawnSync(pinnedNode(), [...args, '--install-extension', vsix, '--force'], { env, encoding: 'utf8' });
  if (result.status === 0 && result.stdout.includes('successfully installed')) return;
  throw new Error(`VS Code could not install ${vsix}:\n${result.stdout}${result.stderr}`);
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const take = (chunk: Buffer) => (text += chunk.toString());
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return () => text;
}

function listening(child: ChildProcess, output: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const giveUp = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ${why}:\n${output()}`));
    };
    const timer = setTimeout(() => giveUp(`did not listen within ${startLimitMs} ms`), startLimitMs);
    child.once('exit', (code) => giveUp(`ended with code ${code ?? 'none'}`));
    child.stdout?.on('data', () => {
      const port = /Extension host agent listening on (\d+)/.exec(output())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // They would wait for their window for minutes.
  const workers = workersOf(child.pid);
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(timer);
  killAll(workers);
}
