import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { t } from '@vscode/l10n';
import { type Progress, ProgressLocation, window } from 'vscode';
import type { App } from '../app';
import { startHere } from '../serverHost/startHere';
import { serverEnv } from '../serverHost/launch';

const title = () => t('Import History');

/** Adds a history file to this computer's server: stops it, adds all of the file or nothing, starts it again. */
export async function importHistory(app: App): Promise<void> {
  const choose = t('Choose File…');
  const detail = t(
    'Its entries are added to the history of the server on this computer. The server stops for that and starts again; everybody is connected again by itself. What is there already is not added twice.',
  );
  const question = t('Import the chat_history.txt of another chat?');
  if ((await window.showInformationMessage(question, { modal: true, detail }, choose)) !== choose) return;
  const [file] =
    (await window.showOpenDialog({
      title: title(),
      filters: { [t('Chat history')]: ['txt'], [t('All files')]: ['*'] },
    })) ?? [];
  if (file) await importFile(app, file.fsPath);
}

async function importFile(app: App, file: string): Promise<void> {
  const lines: string[] = [];
  const options = { location: ProgressLocation.Notification, title: title() };
  const code = await window.withProgress(options, async (progress) => {
    progress.report({ message: t('Stopping the server') });
    const lease = await app.server.running();
    const stopped = await app.server.stop();
    if (stopped === 'stillRunning') return undefined;
    const ended = await runImport(app, file, (line) => tell(line, lines, progress));
    progress.report({ message: t('Starting the server') });
    if (stopped === 'stopped') await startHere(app, lease);
    return ended;
  });
  app.session.chat?.retryNow();
  for (const line of lines) app.out.info(`[import] ${line}`);
  conclude(app, code, lines);
}

function tell(line: string, lines: string[], progress: Progress<{ message: string }>): void {
  progress.report({ message: line.trim() });
  if (!/ \d+ %$/.test(line)) lines.push(line);
}

function runImport({ server }: App, file: string, onLine: (line: string) => void): Promise<number> {
  const child = fork(server.script, ['import', file, '--data', server.dataDir], {
    execArgv: [],
    env: serverEnv(process.env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (child.stderr) createInterface(child.stderr).on('line', onLine);
  const { promise, resolve } = Promise.withResolvers<number>();
  child.once('error', () => resolve(1));
  child.once('close', (code) => resolve(code ?? 1));
  return promise;
}

function conclude(app: App, code: number | undefined, lines: readonly string[]): void {
  const last = lines.at(-1)?.trim();
  const show = t('Show Details');
  const told =
    code === 0
      ? window.showInformationMessage(last ?? t('The history was imported.'), show)
      : window.showErrorMessage(
          code === undefined ? t('The server did not stop, so nothing was added.') : (last ?? t('Nothing was added.')),
          show,
        );
  void told.then((picked) => {
    if (picked === show) app.out.show();
  });
}
