export const SIZES = [10, 100, 1_000] as const;
export type Size = (typeof SIZES)[number];

export interface FanoutPlan {
  readonly rounds: number;
  readonly saturateMs: number;
  readonly paceMs: number;
  readonly workloads: readonly ('W1' | 'W2')[];
  /** When the time is up there are fewer rounds, but of everything at least one. */
  readonly budgetMs: number;
}

/** What each sender keeps under way: enough that a server which batches is never idle. */
export const WINDOW: Readonly<Record<Size, number>> = { 10: 64, 100: 64, 1_000: 24 };
export const PACE_PER_SECOND = 10;

export interface Step {
  readonly size: Size;
  readonly workload: 'W1' | 'W2';
  /** Its share of the time, beside the others'. */
  readonly weight: number;
}

const STEPS: readonly Step[] = [
  { size: 10, workload: 'W1', weight: 2 },
  { size: 100, workload: 'W1', weight: 3 },
  { size: 100, workload: 'W2', weight: 4 },
  { size: 1_000, workload: 'W1', weight: 10 },
  { size: 1_000, workload: 'W2', weight: 5 },
];

export interface TimedStep extends Step {
  /** No further round begins after this, in ms since the start. */
  readonly untilMs: number;
}

export function stepsOf({ workloads, budgetMs }: Pick<FanoutPlan, 'workloads' | 'budgetMs'>): readonly TimedStep[] {
  const steps = STEPS.filter(({ workload }) => workloads.includes(workload));
  const all = steps.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  return steps.map((step) => ({ ...step, untilMs: (budgetMs * (before += step.weight)) / all }));
}
