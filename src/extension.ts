import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { type ExtensionContext, commands, env, l10n, window } from 'vscode';
import { speak } from '../webview/protocol/language';
import { COMMANDS } from './commands';
import { systemClock } from './clock';
import { compose } from './compose';
import { keepContextKeys } from './contextKeys';
import { handleLinks } from './invites/uriHandler';
import { tellOfCertificates } from './join/certificate';
import { asData, logTo } from './log';
import { tellOfMoves } from './move/followMove';
import { keepTelling } from './notifications/keepTelling';
import { keepAway } from './people/keepAway';
import { SERVER_END_SENTENCES } from './sentences';
import { followServer } from './serverHost/followServer';
import type { ServerEnd } from './serverHost/serverHost';
import { keepLooking } from './views/keepLooking';
import { PeopleTree } from './views/peopleTree';
import { RoomTree } from './views/roomTree';
import { createStatusBar } from './views/statusBar';

/** Registers everything and opens nothing. What takes time comes after: the server's state, and the chat of before a reload. */
export function activate(context: ExtensionContext): void {
  const startedAt = performance.now();
  speak(env.language, l10n.bundle);
  const out = window.createOutputChannel(t('Team Chat'), { log: true });
  const log = logTo(out, 'extension');
  context.subscriptions.push(out);
  const app = compose(context, out);
  context.subscriptions.push(
    createStatusBar(app.session),
    new RoomTree(app.session),
    new PeopleTree(app.session),
    keepAway(app.session, systemClock),
    keepLooking(app.session, app.views),
    keepTelling(app, join(context.globalStorageUri.fsPath, 'telling')),
    keepContextKeys(app.session, app.server),
  );
  for (const [id, run] of Object.entries(COMMANDS)) {
    const report = async (argument?: unknown, more?: unknown) => {
      try {
        await run(app, argument, more);
      } catch (error) {
        log.error(id, asData(error));
        void tellFailure();
      }
    };
    context.subscriptions.push(commands.registerCommand(id, report));
  }
  context.subscriptions.push(
    handleLinks(app),
    tellOfCertificates(app.session),
    followServer(app),
    tellOfMoves(app),
    app.server.ended.on((why) => void tellServerEnd(why)),
  );
  const later = async () => {
    await app.server.watch();
    await app.session.resume();
  };
  setImmediate(() => void later().catch((error: unknown) => log.error('start', asData(error))));
  log.info('active', { ms: Math.round(performance.now() - startedAt) });
}

async function tellServerEnd(why: ServerEnd): Promise<void> {
  const [start, show] = [t('Start Server'), t('Show Server Log')];
  const picked = await window.showErrorMessage(SERVER_END_SENTENCES[why](), start, show);
  if (picked === start) await commands.executeCommand('alongside.startServer');
  if (picked === show) await commands.executeCommand('alongside.showServerLog');
}

async function tellFailure(): Promise<void> {
  const show = t('Show Log');
  const picked = await window.showErrorMessage(t('Team Chat could not do that. Its log says why.'), show);
  if (picked === show) await commands.executeCommand('alongside.showLog');
}
