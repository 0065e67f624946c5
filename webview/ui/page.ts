import { type TemplateResult, html, nothing } from 'lit';
import type { PageState } from '../state/model';
import type { Day } from '../state/rows';
import { deleteQuestion, exitQuestion, linkBanner, storageBanner } from './banners';
import { composer } from './composer';
import type { Context } from './context';
import { header } from './header';
import { log } from './log';
import { firstRun, placeholder } from './screens';

const body = (s: PageState, days: readonly Day[], context: Context): TemplateResult =>
  days.length > 0 ? log(s, days, context) : html`<div class="empty">${placeholder(s, context)}</div>`;

/** The whole page. Before the first snapshot only what the last visit left: the text being written. */
export function page(s: PageState, days: readonly Day[], context: Context): TemplateResult {
  if (s.link.at === 'none') return html`<main class="page page-first">${firstRun(context)}</main>`;
  const canWrite = s.me !== undefined || (!s.shown && s.draft !== '');
  return html`
    <div class="page">
      ${header(s, context)} ${linkBanner(s, context)} ${storageBanner(s, context)}
      <main class="body">${body(s, days, context)}</main>
      ${exitQuestion(s, context)} ${deleteQuestion(s, context)} ${canWrite ? composer(s, context) : nothing}
    </div>
  `;
}
