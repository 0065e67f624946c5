import { figure, textTable } from '../textTable';
import type { HistoryPoint, HistoryResult } from './history';

export function historyTable(result: HistoryResult): string {
  const { wire, commitRatio } = result;
  const search = wire.search;
  const rows = [
    ['last page of 100 in the server, p50 ms', figure(result.lastPageMs)],
    ['middle page of 100 in the server, p50 ms', figure(result.middlePageMs)],
    ['last page over the wire, p50 / p99 ms', `${figure(wire.lastPage.p50)} / ${figure(wire.lastPage.p99)}`],
    ['middle page over the wire, p50 / p99 ms', `${figure(wire.middlePage.p50)} / ${figure(wire.middlePage.p99)}`],
    [
      'search over the wire, 50 found, p50 / p95 ms',
      search ? `${figure(search.p50)} / ${figure(search.p95)}` : 'this server does not search',
    ],
    [
      'commits/s, over those with 10,000 messages',
      `${figure(commitRatio.median)} (${figure(commitRatio.least)}-${figure(commitRatio.most)})`,
    ],
    [
      'bytes a message on disk',
      `${figure(result.bytesPerMessage)}, ${figure(result.textBytesPerMessage)} of them text`,
    ],
    ['start of the server, ms', figure(wire.startMs)],
  ];
  const title = `W3, ${figure(result.messages)} messages in ${figure(result.rooms)} rooms`;
  return [
    `${title}\n${textTable(rows)}`,
    pointsTable('commits and pages by messages stored', result.byMessages),
    pointsTable('commits and pages by rooms', result.byRooms),
  ].join('\n\n');
}

function pointsTable(title: string, points: readonly HistoryPoint[]): string {
  const head = ['messages', 'rooms', 'commits/s', 'last page of 10, ms', 'middle page of 10, ms'];
  const rows = points.map(({ messages, rooms, commitRowsPerS, lastPageMs, middlePageMs }) =>
    [messages, rooms, commitRowsPerS, lastPageMs, middlePageMs].map((value) => figure(value)),
  );
  return `${title}\n${textTable([head, ...rows])}`;
}
