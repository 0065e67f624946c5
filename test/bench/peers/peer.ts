import type { DialectName } from '../load/dialects/table';

/** A server of some kind, running in a process of its own with an empty room. */
export interface PeerServer extends AsyncDisposable {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  /** What it needs now. */
  memoryBytes(): Promise<number | undefined>;
  /** Ends it as a power cut does. */
  kill(): void;
}

/** Something that does the same work as our server, or part of it. */
export interface Peer {
  /** Its key in the results. */
  readonly name: string;
  /** For the table. */
  readonly title: string;
  readonly durable: boolean;
  readonly from: 'here' | 'npm' | 'debian';
  readonly dialect: DialectName;
  /** Why it cannot run on this machine. */
  readonly absent?: () => string | undefined;
  /** `dir` is a folder of its own; the port is a free one unless given. */
  start(dir: string, port?: number): Promise<PeerServer>;
}
