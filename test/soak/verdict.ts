import { type Sample, type Soaked, stillOpen, sum } from './clients';

const WAL_MB = 64;
const GROWN_MB = 20;
const TURN_MS = 1_000;

/** Everything that a soak must show and did not. */
export function breaches(soaked: Soaked, warmMinute: number): readonly string[] {
  const { violations, said, stored, samples, mostWalMb, alone, clientResources } = soaked;
  const [before, after] = alone;
  const [had, left] = clientResources;
  const [first, last] = [samples.find(({ minute }) => minute >= warmMinute), samples.at(-1)];
  const found: (string | false)[] = [
    ...violations.slice(0, 20).map(({ rule, what }) => `${rule}: ${what}`),
    stored !== said && `${said} messages were said, ${stored} are stored`,
    mostWalMb > WAL_MB && `the WAL grew to ${mostWalMb.toFixed(1)} MB`,
    grown(first, last) > GROWN_MB && `the server grew by ${grown(first, last).toFixed(1)} MB`,
    after.connections > 0 && `${after.connections} connections are left`,
    ...stillOpen(before.files, after.files).map((name) => `still open: ${after.files[name] ?? 0} of ${name}`),
    sum(after.resources) > sum(before.resources) && `left: ${JSON.stringify([before.resources, after.resources])}`,
    left.length > had.length && `clients left behind: ${left.join(' ')}; before: ${had.join(' ')}`,
    ...samples.map(
      ({ longestTurnMs, minute }) => longestTurnMs > TURN_MS && `busy for ${longestTurnMs} ms at ${minute}`,
    ),
  ];
  return found.filter((breach) => breach !== false);
}

const grown = (first: Sample | undefined, last: Sample | undefined): number =>
  first && last ? last.rssMb - first.rssMb : 0;
