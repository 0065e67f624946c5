import { Uri, type Webview, commands, env, l10n } from 'vscode';
import type { Session } from '../chat/session';
import type { Log } from '../log';
import type * as Bridges from './pageBridge';
import { pageHtml } from './html';

export interface PageParts extends Bridges.PageActs {
  readonly session: Session;
  readonly log: Log;
  readonly extensionUri: Uri;
  /** Where the pictures lie that pages may show. */
  readonly pictures: string;
}

/** The page in one webview, wherever that stands. */
export function mountPage(webview: Webview, { extensionUri, pictures, ...parts }: PageParts): Bridges.PageBridge {
  const dist = Uri.joinPath(extensionUri, 'dist');
  const localResourceRoots = [dist, Uri.file(pictures)];
  webview.options = { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots };
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not before there is a page: it takes a fifth of the start
  const { PageBridge } = require('./pageBridge') as typeof Bridges;
  const bridge = new PageBridge({
    ...parts,
    urlOf: (path) => webview.asWebviewUri(Uri.file(path)).toString(),
    locale: env.language,
    send: (message) => void webview.postMessage(message),
    run: (command) => void commands.executeCommand(`alongside.${command}`),
  });
  webview.onDidReceiveMessage((message: unknown) => bridge.receive(message));
  const asset = (name: string) => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
  webview.html = pageHtml({
    cspSource: webview.cspSource,
    script: asset('webview.js'),
    style: asset('webview.css'),
    language: env.language,
    texts: l10n.bundle,
  });
  return bridge;
}
