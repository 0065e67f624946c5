import { TextEditorLineNumbersStyle, window, workspace } from 'vscode';
import type { Clock } from '../clock';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import { Zen } from './zen';

export interface ZenMode extends Disposable {
  /** It is on, and notifications are to be silent in it. */
  readonly isSilent: boolean;
  readonly changed: Emitter<undefined>;
}

export function followZenMode(clock: Clock): ZenMode {
  const owned = new Owned();
  const changed = new Emitter<undefined>();
  const zen = new Zen();
  const look = () => {
    const was = zen.isOn;
    const numbers = window.visibleTextEditors.map(({ options }) => ({
      isShown: options.lineNumbers !== TextEditorLineNumbersStyle.Off,
    }));
    zen.look(numbers, clock.now());
    if (zen.isOn !== was) changed.fire(undefined);
  };
  owned.own(window.onDidChangeTextEditorOptions(look));
  owned.own(window.onDidChangeVisibleTextEditors(look));
  look();
  return {
    changed,
    get isSilent() {
      return zen.isOn && workspace.getConfiguration('zenMode').get('silentNotifications', true);
    },
    dispose: () => owned.dispose(),
  };
}
