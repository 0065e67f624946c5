import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { fileable } from '../state/longText';
import type { PageState } from '../state/model';
import type { Context } from './context';
import { icon } from './icon';
import { isModEnter, take } from './keys';

/** Offers to make a file of a long text. The region is there before, so that it is heard. */
export function longText(s: PageState, { dispatch }: Context): TemplateResult {
  const found = fileable(s);
  return html`<div class="long-text" role="status">
    ${
      found === undefined
        ? nothing
        : html`${icon('file')}<span class="long-text-why"
              >${found.isOver ? t('Too long for one message.') : t('A long text was pasted.')}
              ${t('A file is not searched, mentions nobody and cannot be edited.')}</span
            ><button
              type="button"
              class="long-text-act"
              aria-keyshortcuts="Control+Enter"
              title=${t('Attach as {0} (Ctrl+Enter). Ctrl+Z brings the text back.', found.name)}
              @click=${() => dispatch({ kind: 'filed' })}
            >
              ${t('Attach as a file')}
            </button>`
    }
  </div>`;
}

/** Whether the key was for it. */
export function longTextKey(event: KeyboardEvent, s: PageState, { dispatch }: Context): boolean {
  if (!isModEnter(event) || fileable(s) === undefined) return false;
  take(event);
  dispatch({ kind: 'filed' });
  return true;
}
