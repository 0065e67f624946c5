import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { type ExtensionContext, type LogOutputChannel, type Memento, commands, window } from 'vscode';
import { isPlace } from '../webview/protocol/placeLinks';
import type { App } from './app';
import { Drafts } from './chat/drafts';
import type { Memory } from './chat/memory';
import { Session } from './chat/session';
import { systemClock } from './clock';
import { CodeColours } from './code/codeColours';
import { startColourThread } from './code/colourThread';
import { editorLook, onLookChanged } from './code/editorLook';
import { CodeUser } from './code/useCode';
import type { Connect } from './connection/link';
import type * as Outboxes from './connection/outbox';
import { FileCache } from './files/cache';
import { FileUser } from './files/useFile';
import { DeviceKey } from './identity/deviceKey';
import { Identities } from './identity/identities';
import type { EnterPorts } from './join/enter';
import { copyLink } from './links/copyLink';
import { IssueLinks } from './links/issueLinks';
import { openLinks } from './links/openLink';
import { openPlaces } from './links/showPlace';
import { logTo } from './log';
import { ownInvite } from './serverHost/ownInvite';
import { ServerHost } from './serverHost/serverHost';
import { slashIn } from './slash/slashIn';
import { EditorLooks } from './views/editorLooks';
import { Views } from './views/views';

/** Puts the parts together. Nothing is opened, read or connected here. */
export function compose(context: ExtensionContext, out: LogOutputChannel): App {
  const storage = context.globalStorageUri.fsPath;
  const memory = memoryOf(context.globalState);
  const log = logTo(out, 'chat');
  const identities = new Identities({ secrets: context.secrets, log: logTo(out, 'identity'), onMemoryOnly });
  const linkLog = logTo(out, 'link');
  const connect: Connect = async ({ url, pin }, signal) => {
    // Not before it is needed: sockets and what decodes the wire take a third of the start.
    const { openLink } = await import('./connection/link');
    return openLink(url, { clock: systemClock, log: linkLog, pin }, signal);
  };
  const random = () => randomBytes(4).readUInt32LE() / 2 ** 32;
  const ports = { clock: systemClock, random, log, memory, connect };
  const cache = new FileCache(join(storage, 'files'), logTo(out, 'files'));
  const session = new Session({
    drafts: new Drafts(join(storage, 'drafts'), log),
    windowMemory: memoryOf(context.workspaceState),
    chatPorts: (identity) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- with the chat
      const { Outbox } = require('./connection/outbox') as typeof Outboxes;
      const unsent = join(storage, 'outbox', identity.server);
      return {
        ...ports,
        key: new DeviceKey(identities, identity),
        outbox: new Outbox(unsent, logTo(out, 'outbox')),
        deletions: unsent,
        files: { shelf: join(unsent, 'files'), cache },
      };
    },
    identityOf: (server, member) => identities.find(server, member),
  });
  const server = new ServerHost({
    script: context.asAbsolutePath(join('dist', 'server.js')),
    dataDir: join(storage, 'server'),
    logFile: join(storage, 'server.log'),
    log: logTo(out, 'server'),
  });
  const code = new CodeUser();
  const highlightScript = context.asAbsolutePath(join('dist', 'highlight.js'));
  const colours = new CodeColours({
    start: (events) => startColourThread(highlightScript, editorLook(), events),
    clock: systemClock,
    log: logTo(out, 'code'),
  });
  const looks = new EditorLooks();
  const openWebLink = openLinks(memory);
  const showPlace = openPlaces(() => app);
  const issues = new IssueLinks(logTo(out, 'links'));
  const views = new Views({
    session,
    looks,
    log: logTo(out, 'page'),
    extensionUri: context.extensionUri,
    openLink: (link) => (isPlace(link) ? showPlace(link) : openWebLink(link)),
    copyLink: (place) => copyLink({ session, server }, place),
    issues,
    useCode: (used) => code.use(used),
    openSetting: (setting) => void commands.executeCommand('workbench.action.openSettings', `@id:${setting}`),
    slash: slashIn(memory),
    colours,
    files: new FileUser(join(storage, 'opened')),
    pictures: cache.pictures,
  });
  context.subscriptions.push(
    session,
    server,
    code,
    colours,
    looks,
    issues,
    onLookChanged(() => colours.renew()),
    views,
  );
  const enterPorts: EnterPorts = {
    identities,
    connect,
    make: session.make.bind(session),
    ownInvite: (address, of) => ownInvite(server, address, of),
  };
  const app: App = { session, server, views, memory, enterPorts, out, log, showPlace };
  return app;
}

const memoryOf = (memento: Memento): Memory => ({
  get: (key) => memento.get<unknown>(key),
  set: (key, value) => void memento.update(key, value),
});

function onMemoryOnly(): void {
  void window.showWarningMessage(
    t(
      'Your key to the chat cannot be kept on this computer. The chat works; after a reload you join under another name.',
    ),
  );
}
