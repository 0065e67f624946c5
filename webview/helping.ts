import type { PageState } from './state/model';
import { focusComposer } from './ui/keys';

interface HelpFocus {
  /** Before the page is drawn: what lies beneath the help loses the focus. */
  hold(before: PageState, after: PageState): void;
  move(before: PageState, after: PageState): void;
}

export const focusHelp = (): void => document.querySelector<HTMLElement>('.help-body')?.focus();

/** Takes the focus into the help, and back to where it was. */
export function createHelpFocus(): HelpFocus {
  let last: EventTarget | null = null;
  let from: EventTarget | null = null;
  // The editor takes the focus out of the page before it runs a command, also one that a key of the page asked for.
  document.addEventListener('focusin', ({ target }) => (last = target));
  return {
    hold(before, after) {
      if (after.isHelping && !before.isHelping) from = last;
    },
    move(before, after) {
      if (after.isHelping && !before.isHelping) focusHelp();
      if (!before.isHelping || after.isHelping) return;
      if (from instanceof HTMLElement && from.isConnected) from.focus();
      else focusComposer();
    },
  };
}
