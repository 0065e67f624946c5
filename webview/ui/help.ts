import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { type HelpKey, helpCommands, helpParts, printed, settings as settingsOf, spokenRules } from '../state/help';
import type { PageState } from '../state/model';
import type { Context } from './context';
import { icon } from './icon';
import { isPlain, take } from './keys';
import { button } from './toolkit';

const isMac = /^Mac/.test(navigator.platform);

const combination = (key: string): TemplateResult => html`<kbd>${printed(key, isMac)}</kbd>`;

const keyRow = ({ keys, does }: HelpKey): TemplateResult =>
  html`<div class="help-row">
    <dt>${keys.map(combination)}</dt>
    <dd>${does}</dd>
  </div>`;

const part = (title: string, body: TemplateResult): TemplateResult =>
  html`<section class="help-part">
    <h2>${title}</h2>
    ${body}
  </section>`;

const keys = (rows: readonly HelpKey[]): TemplateResult => html`<dl>${rows.map(keyRow)}</dl>`;

const commands = (): TemplateResult => html`
  <p>
    ${t('Typed in the composer, alone in one line. A text that begins with such a word is sent with two slashes: //exit.')}
  </p>
  <dl>
    ${helpCommands().map(
      ({ keys: [command], does }) =>
        html`<div class="help-row">
          <dt><code>${command}</code></dt>
          <dd>${does}</dd>
        </div>`,
    )}
  </dl>
`;

const settings = ({ dispatch }: Context): TemplateResult => html`
  <ul class="help-settings">
    ${settingsOf().map(
      ([setting, meaning]) =>
        html`<li>
          <button type="button" class="help-setting" @click=${() => dispatch({ kind: 'settingOpened', setting })}>
            ${meaning}</button
          ><code>${setting}</code>
        </li>`,
    )}
  </ul>
`;

function helpKey(event: KeyboardEvent, { dispatch }: Context): void {
  if (event.key === 'Escape' && isPlain(event)) {
    take(event);
    dispatch({ kind: 'helpShut' });
  }
}

/** Over the whole page, which is inert beneath it: new messages are still said aloud. */
export function help(s: PageState, context: Context): TemplateResult | typeof nothing {
  if (!s.isHelping) return nothing;
  return html`<div
    class="help"
    role="dialog"
    aria-modal="true"
    aria-labelledby="help-title"
    @keydown=${(event: KeyboardEvent) => helpKey(event, context)}
  >
    <div class="help-bar">
      <h1 id="help-title">${t('Keys, commands and what is said aloud')}</h1>
      ${button({
        look: 'icon',
        className: 'help-shut',
        label: t('Close help'),
        title: t('Close (Escape)'),
        content: icon('close'),
        onClick: () => context.dispatch({ kind: 'helpShut' }),
      })}
    </div>
    <div class="help-body" tabindex="0" role="document" aria-labelledby="help-title">
      ${helpParts().map(({ title, keys: rows }) => part(title, keys(rows)))} ${part(t('Commands'), commands())}
      ${part(t('What is said aloud'), html`${spokenRules().map((text) => html`<p>${text}</p>`)}`)}
      ${part(t('Settings'), settings(context))}
    </div>
  </div>`;
}
