import type { Cell } from './fanout/cell';
import { type Goal, isMet } from './goals';
import type { Results } from './results';
import { figure } from './textTable';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly date: string;
}

type Titles = Readonly<Record<string, string>>;

/** Tables for a README. */
export function markdownOf(results: Results, titles: Titles, goals: readonly Goal[], machine: Machine): string {
  const where = `${machine.date.slice(0, 10)}, ${machine.cores} cores (${machine.cpu}), Node ${machine.node}; medians of rounds in turns.`;
  return [where, ...fanout(results, titles), goalsList(goals)].filter((part) => part !== '').join('\n\n') + '\n';
}

function fanout({ W1 = {} }: Results, titles: Titles): readonly string[] {
  const sizes = Object.keys(W1);
  if (sizes.length === 0) return [];
  const heads = sizes.map((key) => `${figure(Number(key.replace('members', '')))} members`);
  const rows = Object.entries(titles).map(([name, title]) => {
    const cells = sizes.map((key) => {
      const room = W1[key];
      const cell = room?.[name] as Cell | undefined;
      if (!cell) return '–';
      const ratio = room?.ratios[name];
      return typeof ratio === 'number' ? `${compactRate(cell)} (× ${figure(ratio)})` : `**${compactRate(cell)}**`;
    });
    return `| ${[title, ...cells].join(' | ')} |`;
  });
  const head = `| Deliveries a second (ours is × as many) | ${heads.join(' | ')} |`;
  return [[head, `|---|${'---:|'.repeat(sizes.length)}`, ...rows].join('\n')];
}

const compactRate = ({ deliveriesPerS, generatorWasTheLimit }: Cell): string =>
  `${generatorWasTheLimit ? '≥ ' : ''}${figure(deliveriesPerS)}`;

function goalsList(goals: readonly Goal[]): string {
  const measured = goals.filter((goal) => goal.measured !== undefined);
  if (measured.length === 0) return '';
  const rows = measured.map(({ workload, what, bar, sense, measured: value, ...rest }) => {
    const met = isMet({ workload, what, bar, sense, measured: value, ...rest }) === true;
    return `| ${workload} | ${what} | ${sense === 'atLeast' ? '≥' : '≤'} ${bar} | ${figure(value)} | ${met ? 'yes' : 'no'} |`;
  });
  return ['| | Goal | | Measured | Met |', '|---|---|---:|---:|---|', ...rows].join('\n');
}
