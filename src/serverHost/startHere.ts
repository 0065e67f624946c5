import { t } from '@vscode/l10n';
import { ProgressLocation, commands, window } from 'vscode';
import type { App } from '../app';
import { parseAddress } from '../connection/address';
import { serverSettings } from '../settings';
import type { LaunchFailure } from './launch';
import type { Lease } from './lease';

const ANY_PORT = 0;

/** Starts this computer's server, or picks up the one that runs; says what is in the way and offers a way out. */
export async function startHere(app: App, { host, port } = serverSettings()): Promise<Lease | undefined> {
  const launched = await window.withProgress(
    { location: ProgressLocation.Window, title: t('Starting the chat server') },
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
        ? t('Another Team Chat server answers at {0} already.', other.value.shown)
        : t('Port {0} is taken by another program.', port);
      const [joinIt, otherPort] = [t('Join It'), t('Use Another Port')];
      const picked = await window.showWarningMessage(reason, ...(other?.ok ? [joinIt] : []), otherPort);
      if (picked === joinIt && other?.ok) await commands.executeCommand('alongside.join', other.value.url);
      if (picked === otherPort && (await startHere(app, { ...serverSettings(), port: ANY_PORT })))
        await commands.executeCommand('alongside.startServer');
      return;
    }
    case 'E_NODE_TOO_OLD':
      void window.showErrorMessage(
        t(
          'The server needs a newer VS Code (1.101 or later, with Node 22.13). Update it, or run the server on another computer and join it from here.',
        ),
      );
      return;
    default: {
      const show = t('Show Server Log');
      const picked = await window.showErrorMessage(t('The server did not start. {0}', failure.message), show);
      if (picked === show) await commands.executeCommand('alongside.showServerLog');
    }
  }
}
