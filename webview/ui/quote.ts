import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import type { Seq } from '../../server/protocol/ids';
import type { Action } from '../state/model';
import type { MessageRow, Quote } from '../state/rows';
import type { PageState } from '../state/model';
import type { Context } from './context';
import { icon } from './icon';

/** One line of what a message answers, and the way there. */
export function quote({ quote: of }: MessageRow, isCursor: boolean, context: Context): TemplateResult | typeof nothing {
  if (of === undefined) return nothing;
  return html`<button
    type="button"
    class="quote"
    title=${t('Show the message that this answers')}
    aria-label=${t('Show the message that this answers, of {0}: {1}', of.name ?? t('somebody'), of.text)}
    tabindex=${isCursor ? '0' : '-1'}
    @click=${() => context.dispatch(wayTo(of.seq, context))}
  >
    ${line(of)}
  </button>`;
}

/** In a thread most of it is there already. */
const wayTo = (seq: Seq, { side, room }: Context): Action =>
  side === 'thread' && document.querySelector(`.thread-log [data-seq="${seq}"]`) !== null
    ? { kind: 'threadAct', act: { do: 'reveal', seq } }
    : { kind: 'followed', room, seq };

const line = ({ name, text }: Quote): TemplateResult =>
  html`${name === undefined ? nothing : html`<bdi class="quote-name">${name}</bdi> `}<bdi class="quote-text"
      >${text}</bdi
    >`;

/** Above the text that is being written: what it is to be. */
export function writing(s: PageState, of: Quote | undefined, { dispatch }: Context): TemplateResult | typeof nothing {
  const { editing } = s.acts;
  if (!editing && !of) return nothing;
  const what = editing ? t('You edit your message') : t('You answer');
  return html`<div class="writing">
    ${icon(editing ? 'edit' : 'reply')}<span class="writing-text"
      ><span role="status">${what}</span> ${!editing && of ? line(of) : nothing}</span
    ><button
      type="button"
      class="writing-stop"
      aria-label=${editing ? t('Cancel the edit') : t('Cancel the answer')}
      title=${t('Cancel (Escape)')}
      @click=${() => dispatch({ kind: 'act', act: { do: 'stop' } })}
    >
      ${icon('close')}
    </button>
  </div>`;
}
