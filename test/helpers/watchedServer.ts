import { once } from 'node:events';
import type { ServeOptions } from '../../server/serve';
import { type Program, runServerProgram } from './serverProcess';

/** How a server is after its garbage was collected. */
export interface Vitals {
  readonly rssMb: number;
  readonly heapMb: number;
  readonly descriptors: number;
  /** The same, by what they are of. */
  readonly files: Readonly<Record<string, number>>;
  /** What keeps it alive: sockets, timers and the like, by their kinds. */
  readonly resources: Readonly<Record<string, number>>;
  readonly connections: number;
  /** Since the vitals before: the longest that it computed without listening to anybody. */
  readonly longestTurnMs: number;
}

type WatchedOptions = Pick<ServeOptions, 'dataDir'> & Partial<Pick<ServeOptions, 'port' | 'limits' | 'transcript'>>;

/** A server in a process of its own that can be asked how it is, and killed. */
export interface WatchedServer extends Program {
  readonly url: string;
  readonly port: number;
  vitals(): Promise<Vitals>;
}

export async function watchedServer(options: WatchedOptions, env: NodeJS.ProcessEnv = {}): Promise<WatchedServer> {
  const program = runServerProgram([JSON.stringify(options)], { env, entry: 'test/helpers/watchedServerMain.ts' });
  const { url, port } = (await program.first) as { readonly url: string; readonly port: number };
  return {
    ...program,
    url,
    port,
    async vitals() {
      program.process.send({});
      const [answer] = (await once(program.process, 'message')) as [Vitals];
      return answer;
    },
  };
}
