import { window } from 'vscode';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import { type Location, locationSetting, saveLocation } from '../settings';
import type { Wanted } from './pageBridge';
import { ChatPanel, PANEL_TYPE } from './panel';
import { SideView, VIEW_ID } from './sideView';
import type { PageParts } from './webviewPage';

/** Where the chat is shown. Nothing here opens by itself. */
export class Views implements Disposable {
  /** Whether it is visible. */
  readonly changed = new Emitter<undefined>();
  readonly #owned = new Owned();
  readonly #panel: ChatPanel;
  readonly #side: SideView;

  constructor(parts: PageParts) {
    const looked = () => this.changed.fire(undefined);
    this.#panel = this.#owned.own(new ChatPanel(parts, looked));
    this.#side = this.#owned.own(new SideView(parts, looked));
    this.#owned.own(window.registerWebviewPanelSerializer(PANEL_TYPE, this.#panel));
    this.#owned.own(window.registerWebviewViewProvider(VIEW_ID, this.#side));
  }

  get isVisible(): boolean {
    return this.#panel.isVisible || this.#side.isVisible;
  }

  /** With the cursor in the composer, or at a message of whatever room, or with a list of messages. */
  async show(wanted?: Wanted): Promise<void> {
    if (locationSetting() === 'sideBar') await this.#side.show(wanted);
    else this.#panel.show(wanted);
  }

  /** The side bar stays as it is: rooms and people stand there in any case. */
  async move(location: Location): Promise<void> {
    await saveLocation(location);
    if (location === 'sideBar') this.#panel.close();
    await this.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
