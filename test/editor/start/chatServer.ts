import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { pinnedNode, root } from '../../helpers/node';

export interface ChatServer {
  /** `ws://…`, to be typed where Chat: Join asks for an address. */
  readonly url: string;
  /** Missing where one was running already. */
  readonly process?: ChildProcess;
}

type Told = { readonly kind: 'ready'; readonly url: string } | Failed;

interface Failed {
  readonly kind: 'failed';
  readonly code: string;
  readonly message: string;
  readonly url?: string;
}

/** Starts the chat server on its database, or finds the one that has the data folder open. */
export async function startChatServer(dataDir: string, port?: number): Promise<ChatServer> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // The one that Team Chat: Show Server Log opens.
  const logFile = path.join(path.dirname(dataDir), 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  const args = ['serve', '--data', dataDir, ...(port === undefined ? [] : ['--port', String(port)])];
  const child = fork(path.join(root, 'dist/server.js'), args, {
    execPath: pinnedNode(),
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
  });
  const told = await new Promise<Told>((resolve) => {
    child.once('message', (message) => resolve(message as Told));
    child.once('exit', (code) =>
      resolve({ kind: 'failed', code: 'E_EXITED', message: `it ended with code ${code ?? 'none'}` }),
    );
  });
  if (told.kind === 'ready') return { url: told.url, process: child };
  if (told.code === 'E_DATA_IN_USE' && told.url !== undefined) return { url: told.url };
  if (told.code === 'E_PORT_IN_USE' && port === undefined) return startChatServer(dataDir, 0);
  throw new Error(`The chat server did not start: ${told.message}\nIts log: ${logFile}`);
}
