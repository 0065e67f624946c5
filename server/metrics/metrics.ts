import { statSync } from 'node:fs';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Meter } from '../core/ports';

/** What is looked at when somebody asks. */
export interface Watched {
  connections(): number;
  queuedBytes(): number;
  /** The database's file; its write-ahead log lies beside it. */
  readonly databaseFile: string;
}

export interface Metrics {
  readonly meter: Meter;
  watch(watched: Watched): void;
  /** All of it as text for Prometheus. */
  text(): Promise<string>;
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `alongside_${name}`, help, buckets, registers });
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter<L>({ name: `alongside_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `alongside_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  const commands = histogram('commit_commands', 'Commands in one commit', [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]);
  const commits = histogram('commit_seconds', 'A commit, with its flush to disk', SECONDS);
  const deliveries = histogram('delivery_seconds', 'From a commit to the sockets of all who listen', SECONDS);
  const errors = counter('errors_total', 'Calls answered with an error', 'code');
  const closes = counter('closes_total', 'Connections that ended, and why', 'reason');
  return {
    meter: {
      committed: (count, ms) => {
        commands.observe(count);
        commits.observe(ms / 1_000);
      },
      delivered: (ms) => deliveries.observe(ms / 1_000),
      refused: (code) => errors.inc({ code }),
      closed: (reason) => closes.inc({ reason }),
    },
    watch: (watched) => {
      const { databaseFile } = watched;
      gauge('connections', 'Open connections', () => watched.connections());
      gauge('queue_bytes', 'Bytes that wait for slow readers', () => watched.queuedBytes());
      gauge('database_bytes', 'The database', () => sizeOf(databaseFile));
      gauge('wal_bytes', 'Its write-ahead log', () => sizeOf(`${databaseFile}-wal`));
    },
    text: () => registry.metrics(),
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
