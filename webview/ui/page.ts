import { type TemplateResult, html, nothing } from 'lit';
import { type Side, composingAt } from '../state/composing';
import type { PageState } from '../state/model';
import type { Day, threadDays } from '../state/rows';
import { isCovered } from '../state/thread';
import { deleteQuestion, exitQuestion, linkBanner, storageBanner } from './banners';
import { closed, composer, restingComposer } from './composer';
import type { Context } from './context';
import { header } from './header';
import { help } from './help';
import { log } from './log';
import { missed } from './missed';
import { firstRun, placeholder } from './screens';
import { search } from './search';
import { wayHome } from './trail';
import { thread } from './thread';

/** What the logs are drawn from. */
interface Logs {
  readonly days: readonly Day[];
  readonly thread: ReturnType<typeof threadDays>;
}

const body = (s: PageState, days: readonly Day[], context: Context): TemplateResult =>
  days.length > 0 && s.awaiting !== 'place'
    ? html`${log(s, days, context)}`
    : html`<div class="empty">${placeholder(s, context)}</div>`;

/** Below the room, and below the thread; the questions stand where the composer is. */
function foot(s: PageState, side: Side, context: Context): unknown {
  if (s.side !== side) return s.room.closed === undefined ? restingComposer(s, side, context) : nothing;
  return html`${exitQuestion(s, context)} ${deleteQuestion(s, context)} ${writingPlace(s, side, context)}`;
}

function writingPlace(s: PageState, side: Side, context: Context): TemplateResult | typeof nothing {
  const { draft } = composingAt(s, side);
  if (s.me === undefined && (s.shown || draft === '')) return nothing;
  return s.room.closed !== undefined && draft === '' ? closed(s, s.room.closed, context) : composer(s, context);
}

/** The whole page. Before the first snapshot only what the last visit left: the text being written. */
export function page(s: PageState, logs: Logs, context: Context): TemplateResult {
  if (s.link.at === 'none')
    return html`<main class="page page-first" ?inert=${s.isHelping}>${firstRun(context)}</main>
      ${help(s, context)}`;
  const isOpen = s.thread !== undefined && s.shown;
  return html`
    <div class="page" ?inert=${s.isHelping}>
      ${header(s, context)} ${linkBanner(s, context)} ${storageBanner(s, context)}
      <div class="panes">
        <div class="talk" ?inert=${isOpen && isCovered(s)}>
          <main class="body">
            ${search(s, context)}${missed(s, context)}${wayHome(s, context)}${body(s, logs.days, context)}
          </main>
          ${foot(s, 'room', context)}
        </div>
        ${isOpen && (s.isWide || isCovered(s)) ? thread(s, logs.thread, context, foot) : nothing}
      </div>
    </div>
    ${help(s, context)}
  `;
}
