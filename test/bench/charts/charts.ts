import type { Cell } from '../fanout/cell';
import type { RoomJson } from '../fanout/results';
import type { HistoryPoint } from '../history/history';
import type { Results } from '../results';
import { barChart, lineChart } from './svg';

export type Titles = Readonly<Record<string, string>>;

/** File name → SVG, of the workloads that ran. */
export function chartsOf(results: Results, titles: Titles): Readonly<Record<string, string>> {
  return {
    ...rooms(results.W1, (size, room) => ({
      [`fan-out-${size}`]: barChart(
        `One room, ${size} members: deliveries a second`,
        'Ten senders that never pause. More is better.',
        bars(room, titles, (cell) => cell.deliveriesPerS),
      ),
    })),
    ...rooms(results.W2, (size, room) => ({
      [`latency-${size}`]: barChart(
        `One room, ${size} members: ms until delivered, 99 of 100`,
        'Ten messages a second. Less is better.',
        bars(room, titles, (cell) => cell.p99Ms),
      ),
    })),
    ...curves(results),
  };
}

function rooms(
  all: Results['W1'],
  chart: (size: number, room: RoomJson) => Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const each = Object.entries(all ?? {}).map(([key, room]) => chart(Number(key.replace('members', '')), room));
  return Object.assign({}, ...each) as Record<string, string>;
}

function bars(room: RoomJson, titles: Titles, of: (cell: Cell) => number | undefined) {
  return Object.entries(titles)
    .flatMap(([name, title]) => {
      const value = of((room[name] ?? {}) as Cell);
      const note = durable(title) ? 'durable' : '';
      return value === undefined ? [] : [{ label: title, value, note, isOurs: name === 'alongside' }];
    })
    .toSorted((a, b) => b.value - a.value);
}

const durable = (title: string): boolean => title === 'Alongside' || title.includes('SQLite');

function curves({ curves: found }: Results): Readonly<Record<string, string>> {
  const charts: Record<string, string> = {};
  if (found?.members && found.members.length > 1) {
    const points = found.members.flatMap(({ members, cpuUsPerDelivery: y }) => (y ? [[members, y] as const] : []));
    const what = 'CPU of the server for one delivery, microseconds';
    charts['cost-by-members'] = lineChart(what, 'By the members of one room', [{ label: 'µs', points }]);
  }
  if (found?.history) charts['cost-by-history'] = costChart('By messages stored', found.history, (at) => at.messages);
  if (found?.rooms) charts['cost-by-rooms'] = costChart('By rooms', found.rooms, (at) => at.rooms);
  return charts;
}

function costChart(by: string, points: readonly HistoryPoint[], x: (point: HistoryPoint) => number): string {
  const series = (label: string, y: (point: HistoryPoint) => number) => ({
    label,
    points: points.map((point) => [x(point), y(point)] as const),
  });
  return lineChart('Cost of a commit and of a page, microseconds', by, [
    series('one message of a commit of 100', ({ commitRowsPerS }) => 1e6 / commitRowsPerS),
    series('last page of 10', ({ lastPageMs }) => lastPageMs * 1_000),
    series('middle page of 10', ({ middlePageMs }) => middlePageMs * 1_000),
  ]);
}
