import { type WebviewView, type WebviewViewProvider, commands } from 'vscode';
import type { Disposable } from '../lifecycle';
import type { PageBridge, Wanted } from './pageBridge';
import { type PageParts, mountPage } from './webviewPage';

export const VIEW_ID = 'alongside.view';

/** The chat as a view of the secondary side bar, or wherever the reader drags it. */
export class SideView implements WebviewViewProvider, Disposable {
  readonly #parts: PageParts;
  readonly #looked: () => void;
  #shown: { readonly view: WebviewView; readonly bridge: PageBridge } | undefined;
  #wants: 'nothing' | 'focus' | Wanted = 'nothing';

  /** `looked`: it is visible or not, unlike before. */
  constructor(parts: PageParts, looked: () => void) {
    this.#parts = parts;
    this.#looked = looked;
  }

  get isVisible(): boolean {
    return this.#shown?.view.visible ?? false;
  }

  async show(wanted?: Wanted): Promise<void> {
    this.#wants = wanted ?? 'focus';
    await commands.executeCommand(`${VIEW_ID}.focus`);
    this.#giveFocus();
  }

  resolveWebviewView(view: WebviewView): void {
    const bridge = mountPage(view.webview, this.#parts);
    this.#shown = { view, bridge };
    view.onDidChangeVisibility(() => {
      if (!view.visible) bridge.hidden();
      this.#looked();
    });
    view.onDidDispose(() => {
      bridge.dispose();
      if (this.#shown?.view === view) this.#shown = undefined;
      this.#looked();
    });
    this.#giveFocus();
    this.#looked();
  }

  dispose(): void {
    this.#shown?.bridge.dispose();
  }

  #giveFocus(): void {
    const wants = this.#wants;
    if (wants === 'nothing' || !this.#shown) return;
    this.#wants = 'nothing';
    if (wants === 'focus') this.#shown.bridge.focus();
    else this.#shown.bridge.show(wants);
  }
}
