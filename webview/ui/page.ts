import { type TemplateResult, html, nothing } from 'lit';
import type { PageState } from '../state/model';
import type { Day } from '../state/rows';
import { deleteQuestion, exitQuestion, linkBanner, storageBanner } from './banners';
import { closed, composer } from './composer';
import type { Context } from './context';
import { header } from './header';
import { help } from './help';
import { log } from './log';
import { missed } from './missed';
import { firstRun, placeholder } from './screens';
import { search } from './search';

const body = (s: PageState, days: readonly Day[], context: Context): TemplateResult =>
  days.length > 0 && s.awaiting !== 'place'
    ? html`${log(s, days, context)}`
    : html`<div class="empty">${placeholder(s, context)}</div>`;

function foot(s: PageState, context: Context): TemplateResult | typeof nothing {
  if (s.me === undefined && (s.shown || s.draft === '')) return nothing;
  return s.room.closed !== undefined && s.draft === '' ? closed(s.room.closed) : composer(s, context);
}

/** The whole page. Before the first snapshot only what the last visit left: the text being written. */
export function page(s: PageState, days: readonly Day[], context: Context): TemplateResult {
  if (s.link.at === 'none')
    return html`<main class="page page-first" ?inert=${s.isHelping}>${firstRun(context)}</main>
      ${help(s, context)}`;
  return html`
    <div class="page" ?inert=${s.isHelping}>
      ${header(s, context)} ${linkBanner(s, context)} ${storageBanner(s, context)}
      <main class="body">${search(s, context)}${missed(s, context)}${body(s, days, context)}</main>
      ${exitQuestion(s, context)} ${deleteQuestion(s, context)} ${foot(s, context)}
    </div>
    ${help(s, context)}
  `;
}
