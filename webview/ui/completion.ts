import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { type Completing, type Option, isOffering } from '../state/complete';
import type { PageState } from '../state/model';
import type { Context } from './context';
import { isPlain, take } from './keys';
import { OFFERS, insertText } from './toolkit';

function accept({ from, to }: Completing, option: Option, { draft }: PageState, { dispatch }: Context): void {
  if (option.emoji) dispatch({ kind: 'emoji', act: { do: 'pick', emoji: option.emoji } });
  insertText(draft[to] === ' ' ? option.text : `${option.text} `, from, to);
}

const labelOf = (sign: Completing['sign']): string =>
  sign === '/' ? t('Commands') : sign === '@' ? t('People') : sign === '#' ? t('Rooms') : t('Emoji');

/** A command that stands there whole is run. */
const isWhole = ({ sign, from, to }: Completing, { text }: Option, { draft }: PageState): boolean =>
  sign === '/' && draft.slice(from, to) === text;

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Whether the key was for it. */
export function completionKey(event: KeyboardEvent, s: PageState, context: Context): boolean {
  const { completing } = s;
  if (!isPlain(event) || !isOffering(completing)) return false;
  const { options, at } = completing;
  const step = STEPS[event.key];
  const option = options[at];
  if (event.key === 'Enter' && option && isWhole(completing, option, s)) return false;
  if (step !== undefined) {
    context.dispatch({ kind: 'offerMoved', at: (at + step + options.length) % options.length });
  } else if (event.key === 'Escape') {
    context.dispatch({ kind: 'offerShut' });
  } else if ((event.key === 'Enter' || event.key === 'Tab') && option) {
    accept(completing, option, s, context);
  } else {
    return false;
  }
  take(event);
  return true;
}

const row = (option: Option, isAt: boolean, onTake: () => void): TemplateResult => html`
  <li
    id=${isAt ? OFFERS.chosen : nothing}
    class="offer ${option.args === undefined ? '' : 'is-command'} ${isAt ? 'is-at' : ''}"
    role="option"
    aria-selected=${isAt ? 'true' : 'false'}
    @mousedown=${(event: Event) => event.preventDefault()}
    @click=${onTake}
  >
    ${option.sign === '' ? nothing : html`<span class="offer-sign" aria-hidden="true">${option.sign}</span>`}
    <span class="offer-name" dir="auto">${option.name}</span>
    ${option.args ? html`<span class="offer-args">${option.args}</span>` : nothing}
    ${option.hint === '' ? nothing : html`<span class="offer-hint">${option.hint}</span>`}
  </li>
`;

/** In a list that is longer than there is room for. */
export const revealOffer = (): void => document.querySelector('.offer.is-at')?.scrollIntoView({ block: 'nearest' });

/** What may be meant, above the text: the caret stays in the text. */
export function completion(s: PageState, context: Context): TemplateResult | typeof nothing {
  const { completing } = s;
  if (!isOffering(completing)) return nothing;
  const { options, at, sign } = completing;
  return html`
    <ul id=${OFFERS.list} class="offers" role="listbox" aria-label=${labelOf(sign)}>
      ${options.map((option, i) => row(option, i === at, () => accept(completing, option, s, context)))}
    </ul>
  `;
}
