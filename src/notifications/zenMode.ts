import { TextEditorLineNumbersStyle, window, workspace } from 'vscode';
import type { Clock } from '../clock';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import { Zen } from './zen';

/** The line numbers are back before the editor lets notifications through again. */
const LEAVING_MS = 1_000;

export interface ZenMode extends Disposable {
  /** It is on, and notifications are to be silent in it. */
  readonly isSilent: boolean;
  readonly changed: Emitter<undefined>;
}

export function followZenMode(clock: Clock): ZenMode {
  const owned = new Owned();
  const changed = new Emitter<undefined>();
  const zen = new Zen();
  let isOn = false;
  let leaving: Disposable | undefined;
  const turn = (on: boolean) => {
    leaving = undefined;
    if (on === isOn) return;
    isOn = on;
    changed.fire(undefined);
  };
  const look = () => {
    const numbers = window.visibleTextEditors.map(({ options }) => ({
      isShown: options.lineNumbers !== TextEditorLineNumbersStyle.Off,
    }));
    zen.look(numbers, clock.now());
    leaving?.dispose();
    if (zen.isOn) turn(true);
    else leaving = clock.after(LEAVING_MS, () => turn(false));
  };
  owned.own({ dispose: () => leaving?.dispose() });
  owned.own(window.onDidChangeTextEditorOptions(look));
  owned.own(window.onDidChangeVisibleTextEditors(look));
  look();
  return {
    changed,
    get isSilent() {
      return isOn && workspace.getConfiguration('zenMode').get('silentNotifications', true);
    },
    dispose: () => owned.dispose(),
  };
}
