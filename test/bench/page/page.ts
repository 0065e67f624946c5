import type { Entry } from '../../../server/protocol/model';
import { type ChatPage, type Pages, startPages } from '../../webview/harness';
import { createRoom, varied } from '../../webview/room';
import { median, percentile, rounded } from '../statistics';
import { type Flood, appendMixed, renderMixed, typeInFlood } from './busy';
import { type Opened, append, opened, scrollUp, watchForEnd, weigh } from './probe';

export interface PagePlan {
  readonly rounds: number;
  readonly appends: number;
  readonly pagesUp: number;
  readonly flood: Flood;
}

const HISTORY = 100_000;
const SCROLL_PIXELS = 400;

/** The page's figures, each a median unless its name says otherwise. */
export interface PageResult {
  readonly history: number;
  readonly firstPaintMs: number;
  readonly openAtEndMs: number;
  readonly appendMs: number;
  readonly appendP99Ms: number;
  readonly pagesScrolled: number;
  readonly scrollFrameP50Ms: number;
  readonly scrollFrameP99Ms: number;
  readonly heapAfterOpenMiB: number;
  readonly heapAfterScrollMiB: number;
  readonly rowsAfterOpen: number;
  readonly mostRows: number;
  readonly elementsAfterScroll: number;
  /** A room of messages with code, tables, pictures and reactions. */
  readonly mixedRenderMs: number;
  readonly mixedAppendMs: number;
  /** While messages pour in. */
  readonly typedHeardP95Ms: number;
  readonly typedShownP95Ms: number;
}

/** The page in a real browser, with a host that has a long history and answers at once. */
export async function runPage(plan: PagePlan, say: (line: string) => void): Promise<PageResult> {
  const pages = await startPages();
  try {
    return { ...(await measure(pages, plan, say)), ...(await measureBusy(pages, plan, say)) };
  } finally {
    await pages.close();
  }
}

type Say = (line: string) => void;

async function measure(pages: Pages, plan: PagePlan, say: Say): Promise<Omit<PageResult, keyof Busy>> {
  const room = createRoom(HISTORY);
  const chat = await pages.open({ answer: room.answer });
  await chat.page.addInitScript(watchForEnd, `${HISTORY}: `);
  const loads: Opened[] = [];
  for (let round = 0; round <= plan.rounds; round++) {
    say(`page: load ${round} of ${plan.rounds}`);
    await chat.page.reload();
    loads.push(await opened(chat.page));
  }
  loads.shift(); // fills the browser's caches
  const afterOpen = await weigh(chat.page);
  say('page: appending');
  const appends = await appendEach(chat, plan.appends);
  say(`page: scrolling ${plan.pagesUp} pages up`);
  const from = room.asked();
  const scrolled = await scrollUp(chat.page, SCROLL_PIXELS, () => room.asked() - from >= plan.pagesUp);
  const afterScroll = await weigh(chat.page);
  if (chat.errors.length > 0) throw new Error(`the page failed: ${chat.errors.join('; ')}`);
  const frames = scrolled.frameMs.toSorted((a, b) => a - b);
  const of = (value: number | undefined): number => rounded(value ?? NaN);
  return {
    history: HISTORY,
    firstPaintMs: of(median(loads.map(({ firstPaintMs }) => firstPaintMs))),
    openAtEndMs: of(median(loads.map(({ endMs }) => endMs))),
    appendMs: of(median(appends)),
    appendP99Ms: of(
      percentile(
        appends.toSorted((a, b) => a - b),
        0.99,
      ),
    ),
    pagesScrolled: room.asked() - from,
    scrollFrameP50Ms: of(percentile(frames, 0.5)),
    scrollFrameP99Ms: of(percentile(frames, 0.99)),
    heapAfterOpenMiB: of(afterOpen.heapMiB),
    heapAfterScrollMiB: of(afterScroll.heapMiB),
    rowsAfterOpen: afterOpen.rows,
    mostRows: scrolled.mostRows,
    elementsAfterScroll: afterScroll.elements,
  };
}

type Busy = Pick<PageResult, 'mixedRenderMs' | 'mixedAppendMs' | 'typedHeardP95Ms' | 'typedShownP95Ms'>;

async function measureBusy(pages: Pages, plan: PagePlan, say: Say): Promise<Busy> {
  const chat = await pages.open();
  const renders: number[] = [];
  for (let round = 0; round <= plan.rounds; round++) {
    say(`page: mixed messages, ${round} of ${plan.rounds}`);
    renders.push(await renderMixed(chat));
  }
  const appends = await appendMixed(chat, plan.appends);
  say(`page: typing while ${plan.flood.messages} messages come in`);
  await renderMixed(chat);
  const { heardMs, shownMs } = await typeInFlood(chat, plan.flood);
  if (chat.errors.length > 0) throw new Error(`the page failed: ${chat.errors.join('; ')}`);
  const p95 = (times: readonly number[]) =>
    rounded(
      percentile(
        times.toSorted((a, b) => a - b),
        0.95,
      ) ?? NaN,
    );
  return {
    mixedRenderMs: rounded(median(renders.slice(1)) ?? NaN),
    mixedAppendMs: rounded(median(appends) ?? NaN),
    typedHeardP95Ms: p95(heardMs),
    typedShownP95Ms: p95(shownMs),
  };
}

async function appendEach(chat: ChatPage, count: number): Promise<number[]> {
  const snapshot = chat.said.filter(({ kind }) => kind === 'ready').length;
  const times: number[] = [];
  for (let i = 1; i <= count; i++) {
    const entry: Entry = varied(HISTORY + i);
    const message = { kind: 'arrived', rev: snapshot + i, entries: [entry] };
    times.push(await append(chat.page, message, `${HISTORY + i}: `));
  }
  return times;
}
