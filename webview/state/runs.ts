import { type Row, version } from './rows';

const LENGTH = 20;

/** Messages that are drawn, laid out and skipped together. */
export interface Run {
  readonly key: string;
  readonly rows: readonly Row[];
}

/**
 * Which run a row begins or goes on, by its place in the room: so a run stays the same while others come and go. One's own
 * message has no such place before it is stored, and goes with the one before it: it is not drawn anew when it gets its place.
 */
const blockOf = (row: Row): number | undefined =>
  'seq' in row && row.seq !== undefined && !(row.kind === 'message' && row.mine)
    ? Math.floor(row.seq / LENGTH)
    : undefined;

export function runsOf(rows: readonly Row[]): readonly Run[] {
  const runs: { block: number | undefined; rows: Row[] }[] = [];
  for (const row of rows) {
    const block = blockOf(row);
    const last = runs.at(-1);
    if (last !== undefined && (block === undefined || last.block === undefined || last.block === block)) {
      last.rows.push(row);
      last.block ??= block;
    } else {
      runs.push({ block, rows: [row] });
    }
  }
  return runs.map(({ block = 'own', rows: those }) => ({ key: String(block), rows: those }));
}

/** What a run looks like. `marked`: rows that look different from what they are, for the focus or the pointer is there. */
export const runVersion = ({ rows }: Run, marked: readonly (string | undefined)[]): string =>
  rows.map((row) => `${row.key} ${version(row)} ${marked.map((key) => key === row.key).join()}`).join('\n');
