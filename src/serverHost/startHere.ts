import { ProgressLocation, commands, window } from 'vscode';
import type { App } from '../app';
import { parseAddress } from '../connection/address';
import { serverSettings } from '../settings';
import type { LaunchFailure } from './launch';
import type { Lease } from './lease';

const ANY_PORT = 0;
const JOIN_IT = 'Join It';
const OTHER_PORT = 'Use Another Port';
const SHOW_LOG = 'Show Server Log';

/** Starts this computer's server, or picks up the one that runs; says what is in the way and offers a way out. */
export async function startHere(app: App, { host, port } = serverSettings()): Promise<Lease | undefined> {
  const launched = await window.withProgress(
    { location: ProgressLocation.Window, title: 'Starting the chat server' },
    () => app.server.start(host, port),
  );
  if (launched.ok) return launched.lease;
  void offer(app, launched.failure, port);
  return undefined;
}

async function offer(app: App, failure: LaunchFailure, port: number): Promise<void> {
  const other = failure.url === undefined ? undefined : parseAddress(failure.url);
  switch (failure.code) {
    case 'E_PORT_IN_USE': {
      const reason = other?.ok
        ? `Another Team Chat server answers at ${other.value.shown} already.`
        : `Port ${port} is taken by another program.`;
      const picked = await window.showWarningMessage(reason, ...(other?.ok ? [JOIN_IT] : []), OTHER_PORT);
      if (picked === JOIN_IT && other?.ok) await commands.executeCommand('alongside.join', other.value.url);
      if (picked === OTHER_PORT && (await startHere(app, { ...serverSettings(), port: ANY_PORT })))
        await commands.executeCommand('alongside.startServer');
      return;
    }
    case 'E_NODE_TOO_OLD':
      void window.showErrorMessage(
        'The server needs a newer VS Code (1.101 or later, with Node 22.13). Update it, or run the server on another computer and join it from here.',
      );
      return;
    default:
      if ((await window.showErrorMessage(`The server did not start. ${failure.message}`, SHOW_LOG)) === SHOW_LOG) {
        await commands.executeCommand('alongside.showServerLog');
      }
  }
}
