import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import type { MessageRow } from '../state/rows';
import { reactionText } from '../state/spokenRow';
import type { Context } from './context';

/** A button for each emoji, which puts one's own there or takes it back. */
export function reactions(row: MessageRow, isCursor: boolean, { dispatch }: Context): TemplateResult | typeof nothing {
  const { seq, allowed } = row;
  if (row.reactions.length === 0 || seq === undefined) return nothing;
  return html`<div class="reactions" role="group" aria-label=${t('Reactions')}>
    ${row.reactions.map(
      (reaction) =>
        html`<button
          type="button"
          class="reaction"
          aria-pressed=${reaction.mine ? 'true' : 'false'}
          aria-label=${reactionText(reaction)}
          title=${reactionText(reaction)}
          aria-disabled=${allowed.act ? nothing : 'true'}
          tabindex=${isCursor ? '0' : '-1'}
          @click=${() => {
            const { emoji, mine } = reaction;
            if (allowed.act) dispatch({ kind: 'act', act: { do: 'react', seq, emoji, isOn: !mine } });
          }}
        >
          <span class="reaction-emoji" aria-hidden="true">${reaction.emoji}</span>
          <span class="reaction-count" aria-hidden="true">${reaction.count}</span>
        </button>`,
    )}
  </div>`;
}
