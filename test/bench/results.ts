import type { Crowd, Idle } from './connections/connections';
import type { EditorResult } from './editor/editor';
import type { RoomJson } from './fanout/results';
import type { ManyRooms } from './fanout/rooms';
import type { HistoryPoint, HistoryResult } from './history/history';
import type { PageResult } from './page/page';
import type { Percentiles } from './statistics';

/** How the cost of one thing done depends on how much there is. */
export interface Curves {
  readonly members?: readonly MembersPoint[];
  readonly history?: readonly HistoryPoint[];
  readonly rooms?: readonly HistoryPoint[];
}

export interface MembersPoint {
  readonly members: number;
  readonly deliveriesPerS: number;
  readonly cpuUsPerDelivery: number | undefined;
}

/** What `--out` writes, of the workloads that ran. */
export interface Results {
  /** Small writes that the disk confirms: nothing durable is quicker. */
  readonly fsync?: Percentiles;
  readonly W1?: Readonly<Record<string, RoomJson>>;
  readonly W2?: Readonly<Record<string, RoomJson>>;
  readonly W2Rooms?: ManyRooms;
  readonly W3?: HistoryResult;
  readonly W4?: { readonly idle: Readonly<Record<string, Idle>>; readonly crowd?: Crowd };
  readonly W5?: PageResult;
  readonly W6?: EditorResult;
  readonly curves?: Curves;
}
