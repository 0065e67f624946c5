import { workspace } from 'vscode';
import type { Looks } from '../../webview/protocol/looks';
import { type Disposable, Emitter } from '../lifecycle';
import { looksSetting } from '../settings';
import { writeTimes } from '../wording';

/** How the reader wants it to look, as the settings say. */
export class EditorLooks implements Disposable {
  readonly changed = new Emitter<Looks>();
  readonly #following: Disposable;
  #now = looksSetting();

  constructor() {
    writeTimes(this.#now.timeFormat);
    this.#following = workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('alongside')) this.#look();
    });
  }

  get now(): Looks {
    return this.#now;
  }

  dispose(): void {
    this.#following.dispose();
  }

  #look(): void {
    const looks = looksSetting();
    if (looks.density === this.#now.density && looks.timeFormat === this.#now.timeFormat) return;
    this.#now = looks;
    writeTimes(looks.timeFormat);
    this.changed.fire(looks);
  }
}
