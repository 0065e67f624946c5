import { figure, textTable } from '../textTable';
import type { PageResult } from './page';

/** What the page may take. The time to the first paint is the page's part of it: the editor adds its own. */
const BARS: readonly (readonly [keyof PageResult, string, number?])[] = [
  ['firstPaintMs', 'first paint, ms', 300],
  ['openAtEndMs', 'open at the end of 100,000 messages, ms', 500],
  ['appendMs', 'append one message, ms'],
  ['appendP99Ms', 'append one message, p99, ms'],
  ['scrollFrameP50Ms', 'a frame while scrolling up, p50, ms'],
  ['scrollFrameP99Ms', 'a frame while scrolling up, p99, ms'],
  ['heapAfterOpenMiB', 'heap after opening, MiB', 40],
  ['heapAfterScrollMiB', 'heap after scrolling, MiB', 40],
  ['rowsAfterOpen', 'rows after opening', 400],
  ['mixedRenderMs', 'draw 400 mixed messages, ms', 200],
  ['mixedAppendMs', 'one more of them, ms', 16],
  ['typedHeardP95Ms', 'a key waits, 100 messages a second, p95, ms', 50],
  ['typedShownP95Ms', 'until its text is seen, p95, ms', 50],
  ['mostRows', 'most rows while scrolling', 400],
];

export function pageTable(result: PageResult): string {
  const rows = BARS.map(([name, what, bar]) => {
    const value = result[name];
    return [
      what,
      figure(value),
      bar === undefined ? '' : `<= ${bar}`,
      bar !== undefined && value > bar ? 'MISSED' : '',
    ];
  });
  return `W5, the page; ${result.pagesScrolled} pages scrolled up\n${textTable([['', 'measured', 'bar', ''], ...rows])}`;
}
