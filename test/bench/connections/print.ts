import type { Results } from '../results';
import { figure, textTable } from '../textTable';

export function connectionsTable({ idle, crowd }: NonNullable<Results['W4']>): string {
  const rows = Object.entries(idle).map(([name, { connections, bytesEach, joinedInS, load }]) => [
    name,
    figure(connections),
    figure(bytesEach === undefined ? undefined : bytesEach / 1_024),
    figure(joinedInS),
    figure(load?.deliveriesPerS),
    figure(load?.cpuUsPerDelivery),
  ]);
  const head = ['server', 'connections', 'KiB each', 'joined in s', 'then deliveries/s', 'CPU us each'];
  const idleTable = `W4, idle connections, 32 joining at a time\n${textTable([head, ...rows])}`;
  if (!crowd) return idleTable;
  const lines = [
    ['joined with a page of history, p50 / p99 ms', `${figure(crowd.joinP50Ms)} / ${figure(crowd.joinP99Ms)}`],
    ['resumed after a kill and a restart, p50 / p99 ms', `${figure(crowd.resumeP50Ms)} / ${figure(crowd.resumeP99Ms)}`],
    ['delivered after that, none lost', figure(crowd.deliveredAfter)],
  ];
  return `${idleTable}\n\nW4, ${figure(crowd.members)} at once\n${textTable(lines)}`;
}
