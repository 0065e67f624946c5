import { t } from '@vscode/l10n';
import { Uri, ViewColumn, type WebviewPanel, type WebviewPanelSerializer, window } from 'vscode';
import type { Disposable } from '../lifecycle';
import { locationSetting } from '../settings';
import type { PageBridge, Wanted } from './pageBridge';
import { type PageParts, mountPage } from './webviewPage';

export const PANEL_TYPE = 'alongside.panel';

/** The chat as an editor tab: at most one, opened by the reader or restored where it was. */
export class ChatPanel implements WebviewPanelSerializer, Disposable {
  readonly #parts: PageParts;
  readonly #looked: () => void;
  readonly #following: Disposable;
  #open: { readonly panel: WebviewPanel; readonly bridge: PageBridge } | undefined;

  /** `looked`: it is visible or not, unlike before. */
  constructor(parts: PageParts, looked: () => void) {
    this.#parts = parts;
    this.#looked = looked;
    this.#following = parts.session.changed.on(() => this.#decorate());
  }

  get isVisible(): boolean {
    return this.#open?.panel.visible ?? false;
  }

  show(wanted?: Wanted): void {
    if (this.#open) this.#open.panel.reveal();
    else
      this.#attach(
        window.createWebviewPanel(PANEL_TYPE, t('Team Chat'), ViewColumn.Beside, { enableFindWidget: true }),
      );
    if (wanted) this.#open?.bridge.show(wanted);
    else this.#open?.bridge.focus();
  }

  deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    // The chat is in one place: what was a tab when the window closed may have moved since, in another window.
    if (this.#open || locationSetting() === 'sideBar') panel.dispose();
    else this.#attach(panel);
    return Promise.resolve();
  }

  close(): void {
    this.#open?.panel.dispose();
  }

  dispose(): void {
    this.#following.dispose();
    this.close();
  }

  #attach(panel: WebviewPanel): void {
    const bridge = mountPage(panel.webview, this.#parts);
    this.#open = { panel, bridge };
    panel.onDidChangeViewState(() => {
      if (!panel.visible) bridge.hidden();
      this.#looked();
    });
    panel.onDidDispose(() => {
      bridge.dispose();
      if (this.#open?.panel === panel) this.#open = undefined;
      this.#looked();
    });
    this.#decorate();
    this.#looked();
  }

  #decorate(): void {
    if (!this.#open) return;
    const unread = this.#parts.session.chat?.rooms.shownUnread ?? '';
    const { panel } = this.#open;
    const title = unread ? `(${unread}) ${t('Team Chat')}` : t('Team Chat');
    if (panel.title === title && panel.iconPath) return;
    panel.title = title;
    panel.iconPath = this.#icon(unread ? 'unread' : 'chat');
  }

  #icon(name: string) {
    const file = (theme: string) => Uri.joinPath(this.#parts.extensionUri, 'media', `${name}-${theme}.svg`);
    return { light: file('light'), dark: file('dark') };
  }
}
