import type { Peer } from '../peers/peer';
import { figure, textTable } from '../textTable';
import type { Rounds } from './fanout';
import { PACE_PER_SECOND, SIZES, type Size, WINDOW } from './plan';
import type { Summary } from '../statistics';
import { roomOf } from './results';
import type { Cell } from './cell';
import type { ManyRooms } from './rooms';

const spread = (ratio: Summary | undefined): string =>
  ratio ? `${figure(ratio.median)} (${figure(ratio.least)}-${figure(ratio.most)})` : '-';

const HEADS = {
  W1: ['server', 'durable', 'deliveries/s', 'p50 ms', 'p99 ms', 'CPU us each', 'busy', 'generator', 'ours / this'],
  W2: ['server', 'durable', 'p50 ms', 'p99 ms', 'ack p50', 'ack p99', 'ours / this: p50', 'p99', 'ack p50', 'ack p99'],
} as const;

const offered = (workload: 'W1' | 'W2', size: Size): string =>
  workload === 'W1'
    ? `10 senders keep ${WINDOW[size]} messages of 200 bytes each under way`
    : `${PACE_PER_SECOND} messages/s by 10 senders`;

/** The tables of a workload, one a room. */
export function tables(workload: 'W1' | 'W2', rounds: Rounds, peers: readonly Peer[]): string {
  return SIZES.flatMap((size) => {
    const byPeer = rounds[workload][size];
    if (!byPeer) return [];
    const { cells, ratios } = roomOf(workload, byPeer);
    const rows = peers.flatMap(({ name, title, durable }) => {
      const cell = cells[name];
      if (!cell) return [];
      const than = ratios[name];
      const limit = cell.generatorWasTheLimit ? ' THE LIMIT' : '';
      const start = [title, durable ? 'yes' : 'no'];
      const latency = [figure(cell.p50Ms), figure(cell.p99Ms)];
      if (workload === 'W2') {
        const each = ['p50', 'p99', 'ackP50', 'ackP99'].map((what) => spread(than?.[what]));
        return [[...start, ...latency, figure(cell.ackP50Ms), figure(cell.ackP99Ms), ...each]];
      }
      const cost = [figure(cell.serverCpuUsPerDelivery), figure(cell.serverBusy, 2)];
      const generator = `${figure(cell.generatorBusy, 2)}${limit}`;
      return [
        [...start, figure(cell.deliveriesPerS), ...latency, ...cost, generator, spread(than?.['deliveriesPerS'])],
      ];
    });
    const title = `${workload}, ${size} members; ${offered(workload, size)}`;
    const count = Math.max(...Object.values(cells).map((cell) => cell.rounds));
    return [`${title}; ${count} rounds\n${textTable([HEADS[workload], ...rows])}`];
  }).join('\n\n');
}

export function roomsTable({
  rooms,
  roomSize,
  manyRooms,
  oneRoom,
  p50Ratio,
  p99Ratio,
  p99RatioSpread,
}: ManyRooms): string {
  const row = (title: string, cell: Cell): string[] => [
    title,
    ...[cell.deliveriesPerS, cell.p50Ms, cell.p99Ms, cell.ackP50Ms, cell.ackP99Ms, cell.serverCpuUsPerDelivery].map(
      (value) => figure(value),
    ),
  ];
  const head = ['', 'deliveries/s', 'p50 ms', 'p99 ms', 'ack p50', 'ack p99', 'CPU us each'];
  const [least, most] = p99RatioSpread ?? [undefined, undefined];
  const table = textTable([
    head,
    row(`${figure(rooms)} rooms of ${roomSize}, a message/s each`, manyRooms),
    row(`one room of ${figure(rooms)}, ${roomSize} messages/s`, oneRoom),
  ]);
  const ratios = `many over one: p50 ${figure(p50Ratio)}, p99 ${figure(p99Ratio)} (${figure(least)}-${figure(most)})`;
  return `W2, many rooms on as many connections; ${manyRooms.rounds} rounds\n${table}\n${ratios}`;
}
