import { Uri, type Webview, commands, env } from 'vscode';
import type { Session } from '../chat/session';
import type { Log } from '../log';
import { PageBridge, type PageActs } from './pageBridge';
import { pageHtml } from './html';

export interface PageParts extends PageActs {
  readonly session: Session;
  readonly log: Log;
  readonly extensionUri: Uri;
}

/** The page in one webview, wherever that stands. */
export function mountPage(webview: Webview, { session, log, extensionUri, ...acts }: PageParts): PageBridge {
  const dist = Uri.joinPath(extensionUri, 'dist');
  webview.options = { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [dist] };
  const bridge = new PageBridge({
    session,
    log,
    locale: env.language,
    send: (message) => void webview.postMessage(message),
    ...acts,
    run: (command) => void commands.executeCommand(`alongside.${command}`),
  });
  webview.onDidReceiveMessage((message: unknown) => bridge.receive(message));
  const asset = (name: string) => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
  webview.html = pageHtml({ cspSource: webview.cspSource, script: asset('webview.js'), style: asset('webview.css') });
  return bridge;
}
