import { parseArgs } from 'node:util';
import type { BlockList } from 'node:net';
import path from 'node:path';
import { domainToASCII } from 'node:url';
import type { Log, Meter } from '../core/ports';
import { readLease } from '../lease';
import { DEFAULT_HOST, DEFAULT_PORT, SERVER_LIMITS, type ServerLimits } from '../protocol/limits';
import { isLoopback } from '../protocol/loopback';
import { type RunningServer, startServer } from '../serve';
import { CannotOpen } from '../state/open';
import { BadCertificate, type TlsFiles } from '../transport/certificate';
import { parseNetworks } from '../transport/clientAddress';
import { EXIT, EXIT_OF, Refusal } from './exit';
import { alongsideAt } from './health';

const OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  transcript: { type: 'string' },
  'idle-exit': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  unencrypted: { type: 'boolean', default: false },
  'trusted-proxy': { type: 'string' },
  'public-host': { type: 'string' },
  invites: { type: 'string' },
  limit: { type: 'string', multiple: true },
  metrics: { type: 'string' },
} as const;

interface Parsed {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly transcript: string;
  readonly idleExitMs: number | undefined;
  readonly tls: TlsFiles | 'own' | undefined;
  readonly proxies: BlockList | undefined;
  readonly publicNames: readonly string[];
  readonly invites: 'needed' | 'open' | undefined;
  readonly limits: Partial<ServerLimits>;
  readonly metricsPort: number | undefined;
}

/** Runs a server until a signal or idleness ends it. Throws Refusal with what a person can do about it. */
export async function serve(args: readonly string[], context: { log: Log; version: string; dataDir: string }) {
  const options = parse(args, context.dataDir);
  const { log } = context;
  const { metricsPort } = options;
  // Loaded only where it is wanted.
  const metrics = metricsPort === undefined ? undefined : (await import('./metrics')).prepareMetrics(metricsPort);
  const server = await start(options, { ...context, meter: metrics?.meter });
  const metricsAt = await metrics?.listen(server, options.dataDir);
  // Before anybody knows that it runs: a signal may come at once.
  const over = ended(server, options.idleExitMs, log);
  if (process.send) process.send({ kind: 'ready', ...server.lease, ...metricsAt });
  else
    process.stderr.write(
      `Alongside listens ${where(server, options)}\n${identityOf(server)}History: ${options.dataDir}\nCtrl+C stops it.\n`,
    );
  const open = openness(server, options);
  if (open) log.warn('open to the network', { host: options.host, why: open });
  await over;
  metrics?.close();
  await server.stop();
}

function where(server: RunningServer, options: Parsed): string {
  const { url, host, port } = server;
  const open = openness(server, options);
  return `${isLoopback(host) ? `at ${url}` : `on ${host}, port ${port}`}${open ? `: ${open}.` : ''}`;
}

/** By which members know it. */
const identityOf = ({ lease, hasMoved }: RunningServer): string =>
  (lease.pin === undefined ? '' : `Its certificate, made by itself, is ${lease.pin}. Invite links carry that.\n`) +
  (hasMoved ? 'It goes on elsewhere: nothing is entered here. To go on here: move-cancel\n' : '');

/** What whoever opens a server to others must know of it. */
function openness({ invites }: RunningServer, { host, tls, proxies, publicNames }: Parsed): string | undefined {
  const who = invites === 'needed' ? 'who was invited may join' : 'whoever reaches it may join';
  if (!isLoopback(host)) return tls ? `encrypted, and ${who}` : `${who}, and ${UNENCRYPTED}`;
  const isProxied = proxies !== undefined || publicNames.length > 0;
  return isProxied && invites === 'open' ? `${who} through the proxy` : undefined;
}

const UNENCRYPTED = 'nothing is encrypted: whoever sits on the network in between can read and change all of it';

function parse(args: readonly string[], defaultDataDir: string): Parsed {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const port = numberOf('--port', values.port, DEFAULT_PORT, 65_535);
  const dataDir = path.resolve(values.data ?? defaultDataDir);
  const transcript = values.transcript ?? path.join(dataDir, 'chat_history.txt');
  const idle = values['idle-exit'];
  const host = values.host ?? DEFAULT_HOST;
  return {
    host,
    port,
    dataDir,
    transcript: transcript === 'off' ? 'off' : path.resolve(transcript),
    idleExitMs: idle === undefined ? undefined : 1_000 * numberOf('--idle-exit', idle, 0, 86_400),
    tls: tlsOf(host, values.unencrypted, tlsFiles(values['tls-cert'], values['tls-key'])),
    proxies: values['trusted-proxy'] === undefined ? undefined : networks(values['trusted-proxy']),
    publicNames: values['public-host']?.split(',').map(publicName) ?? [],
    invites: invitesOf(values.invites),
    limits: limitsOf(values.limit ?? []),
    metricsPort: values.metrics === undefined ? undefined : numberOf('--metrics', values.metrics, 0, 65_535),
  };
}

function invitesOf(given: string | undefined): 'needed' | 'open' | undefined {
  if (given === undefined || given === 'needed' || given === 'open') return given;
  throw new Refusal('E_USAGE', EXIT.usage, `--invites takes needed or open, not "${given}".`);
}

/** What others reach is encrypted, unless somebody says that it is not to be. */
function tlsOf(host: string, isUnencrypted: boolean, files: TlsFiles | undefined): Parsed['tls'] {
  if (!isUnencrypted) return files ?? (isLoopback(host) ? undefined : 'own');
  if (files) throw new Refusal('E_USAGE', EXIT.usage, '--unencrypted does not go with --tls-cert and --tls-key.');
  return undefined;
}

function tlsFiles(cert: string | undefined, key: string | undefined): TlsFiles | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert: path.resolve(cert), key: path.resolve(key) };
  throw new Refusal('E_USAGE', EXIT.usage, '--tls-cert and --tls-key go together.');
}

function networks(given: string): BlockList {
  const parsed = parseNetworks(given);
  if (parsed) return parsed;
  const needs = `--trusted-proxy takes addresses or networks, for example 127.0.0.1,10.0.0.0/8, not "${given}".`;
  throw new Refusal('E_USAGE', EXIT.usage, needs);
}

function publicName(given: string): string {
  const name = domainToASCII(given.trim());
  if (name !== '') return name;
  const needs = `--public-host takes names, for example chat.example.org, not "${given}".`;
  throw new Refusal('E_USAGE', EXIT.usage, needs);
}

function limitsOf(given: readonly string[]): Partial<ServerLimits> {
  const names = Object.keys(SERVER_LIMITS);
  const pairs = given.map((limit) => /^(\w+)=(\d{1,12})$/.exec(limit) ?? [limit, '', '0']);
  const unknown = pairs.find(([, name = '']) => !names.includes(name));
  if (!unknown)
    return Object.fromEntries(
      pairs.map(([, name, number]) => [name, Number(number)] as const),
    ) as Partial<ServerLimits>;
  const what = `--limit takes NAME=NUMBER, not "${unknown[0]}". The names are ${names.join(', ')}.`;
  throw new Refusal('E_USAGE', EXIT.usage, what);
}

function numberOf(option: string, given: string | undefined, otherwise: number, most: number): number {
  if (given === undefined) return otherwise;
  const number = Number(given);
  if (/^\d+$/.test(given) && number <= most) return number;
  throw new Refusal('E_USAGE', EXIT.usage, `${option} takes a whole number from 0 to ${most}, not "${given}".`);
}

async function start(
  options: Parsed,
  { log, version, meter }: { log: Log; version: string; meter: Meter | undefined },
): Promise<RunningServer> {
  const onFailedDisk = () => {
    log.error('stopping: the disk failed, so what is stored must be read anew');
    process.exit(EXIT.io);
  };
  try {
    return await startServer({ ...options, log, version, meter, onFailedDisk });
  } catch (error) {
    throw await refusalOf(error, options);
  }
}

async function refusalOf(error: unknown, { host, port, dataDir }: Parsed): Promise<unknown> {
  if (error instanceof CannotOpen && error.code === 'E_DATA_IN_USE') {
    const lease = readLease(dataDir);
    const by = lease ? `by the server at ${lease.url} (process ${lease.pid})` : 'by another server';
    return new Refusal(
      error.code,
      EXIT.dataInUse,
      `${dataDir} is in use ${by}. Join that one, or stop it first.`,
      lease?.url,
    );
  }
  if (error instanceof BadCertificate) return new Refusal('E_CERTIFICATE', EXIT.config, error.message);
  if (error instanceof CannotOpen) return new Refusal(error.code, EXIT_OF[error.code], error.message);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isListening =
    error instanceof Error && 'syscall' in error && ['listen', 'getaddrinfo'].includes(String(error.syscall));
  if (!isListening && typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return new Refusal(
      'E_CANNOT_WRITE',
      EXIT.io,
      `${dataDir} cannot be written (${code}). Check the folder, or name another with --data.`,
    );
  }
  if (code === 'EADDRINUSE') {
    const other = await alongsideAt(host, port);
    return other
      ? new Refusal(
          'E_PORT_IN_USE',
          EXIT.portInUse,
          `Another Alongside server listens at ${other}. Join that one, or use --port.`,
          other,
        )
      : new Refusal(
          'E_PORT_IN_USE',
          EXIT.portInUse,
          `Port ${port} of ${host} is taken by another program. Use --port with another number.`,
        );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Refusal(
      'E_CANNOT_LISTEN',
      EXIT.usage,
      `Cannot listen at ${host}, port ${port} (${code}). Check --host and --port.`,
    );
  }
  return error;
}

/** Resolves on SIGTERM or SIGINT, or when nobody has been connected for the idle time. A second signal ends it at once. */
function ended(server: RunningServer, idleMs: number | undefined, log: Log): Promise<void> {
  return new Promise((resolve) => {
    const stop = (why: string) => {
      log.info('stopping', { why });
      clearInterval(watch);
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.off(signal, stop);
        process.once(signal, () => process.exit(EXIT.ok));
      }
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    let busyAt = Date.now();
    const watch = setInterval(() => {
      if (server.connections() > 0) busyAt = Date.now();
      else if (idleMs !== undefined && Date.now() - busyAt >= idleMs) stop('idle');
    }, 1_000);
  });
}
