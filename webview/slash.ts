import type { Action, PageState } from './state/model';
import type { Store } from './state/store';
import { insertText, selectText } from './ui/toolkit';

/** Runs the commands of the composer that need no host. */
export const createSlashRunner =
  ({ get, dispatch }: Store<PageState, Action>): ((before: PageState, after: PageState) => void) =>
  (before, { slash: { run, serial } }) => {
    if (!run || serial === before.slash.serial) return;
    switch (run.name) {
      case 'search':
        dispatch({ kind: 'search', act: { do: 'open' } });
        if (run.rest !== '') dispatch({ kind: 'search', act: { do: 'type', text: run.rest } });
        return;
      case 'missed':
        return dispatch({ kind: 'openMissed' });
      case 'code':
        insertText(`\`\`\`${run.rest}\n\n\`\`\``, 0, get().draft.length);
        return selectText(run.rest.length + 4, run.rest.length + 4);
      case 'file':
        return dispatch({ kind: 'commanded', command: 'shareFile' });
      case 'exit':
        return dispatch({ kind: 'exitAsked' });
      default:
        return dispatch({ kind: 'openHelp' });
    }
  };
