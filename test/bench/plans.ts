import type { ConnectionsPlan } from './connections/connections';
import type { EditorPlan } from './editor/editor';
import type { FanoutPlan } from './fanout/plan';
import type { RoomsPlan } from './fanout/rooms';
import type { HistoryPlan } from './history/history';
import type { PagePlan } from './page/page';

export interface Plans {
  readonly fanout: Omit<FanoutPlan, 'workloads'>;
  readonly rooms: RoomsPlan;
  readonly history: HistoryPlan;
  readonly connections: ConnectionsPlan;
  readonly page: PagePlan;
  readonly editor: EditorPlan;
}

const MINUTE = 60_000;

export const QUICK: Plans = {
  fanout: { rounds: 3, saturateMs: 500, paceMs: 1_500, budgetMs: 1.2 * MINUTE },
  rooms: { rounds: 2, paceMs: 1_500 },
  history: { rounds: 3, messages: 100_000, curveMessages: 10_000, reads: 100, batches: 5 },
  connections: { idle: 2_000, rejoining: 1_000, saturateMs: 500 },
  page: { rounds: 3, appends: 30, pagesUp: 50, flood: { messages: 300, overMs: 3_000 } },
  editor: { reloads: 1, joins: 1, idleMs: 3_000 },
};

export const FULL: Plans = {
  fanout: { rounds: 5, saturateMs: 1_500, paceMs: 5_000, budgetMs: Infinity },
  rooms: { rounds: 5, paceMs: 4_000 },
  history: { rounds: 7, messages: 1_000_000, curveMessages: 100_000, reads: 300, batches: 10 },
  connections: { idle: 10_000, rejoining: 1_000, saturateMs: 1_500 },
  page: { rounds: 5, appends: 200, pagesUp: 50, flood: { messages: 1_000, overMs: 10_000 } },
  editor: { reloads: 5, joins: 5, idleMs: 10_000 },
};
