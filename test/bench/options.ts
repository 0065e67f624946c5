import { parseArgs } from 'node:util';

export const WORKLOADS = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6'] as const;
export type Workload = (typeof WORKLOADS)[number];

export interface Options {
  readonly quick: boolean;
  readonly out: string | undefined;
  readonly only: readonly Workload[];
  readonly peers: 'all' | 'npm' | 'none';
  /** Where the server under W1 and W2 leaves CPU profiles. */
  readonly profile: string | undefined;
  /** A goal that is not met is a failure. */
  readonly check: boolean;
}

export const USAGE = `npm run bench -- [options]
  --quick           few and short rounds, at most 3 minutes
  --only W1[,W2]    of ${WORKLOADS.join(', ')}
  --peers WHICH     all (default), npm, or none
  --out FILE        the results as JSON, and charts and a table for a README next to it
  --check           fail when a goal is not met
  --profile DIR     CPU profiles of our server, one for each size of the room, and its top costs
`;

/** Throws an Error with a sentence for the person. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
      only: { type: 'string', default: WORKLOADS.join() },
      peers: { type: 'string', default: 'all' },
      profile: { type: 'string' },
      check: { type: 'boolean', default: false },
    },
  });
  const { quick, out, peers, profile, check } = values;
  if (peers !== 'all' && peers !== 'npm' && peers !== 'none')
    throw new Error(`--peers takes all, npm or none.\n${USAGE}`);
  const only = values.only.split(',').map((name) => {
    const workload = WORKLOADS.find((known) => known === name);
    if (!workload) throw new Error(`There is no workload ${name}.\n${USAGE}`);
    return workload;
  });
  return { quick, out, only, peers, profile, check };
}
