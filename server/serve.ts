import { once } from 'node:events';
import { type AddressInfo, BlockList } from 'node:net';
import type { Log } from './core/ports';
import { Hub } from './hub/hub';
import { openLocalJournal } from './journal/local/localJournal';
import { type Lease, removeLease, writeLease } from './lease';
import { SERVER_LIMITS, type ServerLimits } from './protocol/limits';
import type { OpenOptions } from './state/open';
import { type TlsFiles, openCertificate } from './transport/certificate';
import { addressOf } from './transport/clientAddress';
import { CHAT_PATH, createHttpServer } from './transport/http';
import { createSockets } from './transport/sockets';
import { textFrame } from './transport/textFrame';
import { writeTranscript } from './transcript/transcriptWriter';

export interface ServeOptions extends OpenOptions {
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** With it the port takes encrypted connections only. */
  readonly tls?: TlsFiles | undefined;
  /** Whose word on a client's address is taken. */
  readonly proxies?: BlockList | undefined;
  /** Names under which a proxy passes requests on. */
  readonly publicNames?: readonly string[];
  /** The plain history file, or off. */
  readonly transcript: string;
  readonly log: Log;
  readonly version: string;
  readonly limits?: Partial<ServerLimits> | undefined;
  readonly onFailedDisk?: (error: unknown) => void;
}

export interface RunningServer {
  readonly lease: Lease;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Open connections. */
  connections(): number;
  /** Tells every client to come back later, commits what was submitted, and releases the port and the files. */
  stop(): Promise<void>;
}

/** Starts a server in this process. Rejects with CannotOpen, BadCertificate, or with the error of listening (EADDRINUSE, EACCES, …). */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { dataDir, host, log, version, proxies = new BlockList(), publicNames = [] } = options;
  const limits: ServerLimits = { ...SERVER_LIMITS, ...options.limits };
  const certificate = options.tls && (await openCertificate(options.tls, log));
  const journal = openLocalJournal(options);
  const { server } = journal.state;
  const transcript =
    options.transcript === 'off' ? undefined : writeTranscript({ file: options.transcript, journal, log });
  const hub = new Hub({ journal, log, app: `alongside/${version}`, encode: textFrame, limits });
  const sockets = createSockets((connection) => hub.accept(connection), { log, limits });
  const http = createHttpServer(
    {
      names: [host, ...publicNames],
      certificate,
      health: () => ({ app: 'alongside', version, server }),
      onUpgrade: (request, socket, head) => {
        log.info('connecting', { from: addressOf(request, proxies) });
        sockets.upgrade(request, socket, head);
      },
    },
    limits,
  );
  const release = async () => {
    hub[Symbol.dispose]();
    await transcript?.close();
    await journal.close();
  };
  let lease: Lease;
  try {
    http.listen(options.port, host);
    await once(http, 'listening');
    lease = leaseOf(http.address() as AddressInfo, certificate ? 'wss' : 'ws', { host, server, version });
    writeLease(dataDir, lease);
  } catch (error) {
    http.close();
    http.closeAllConnections();
    await release();
    throw error;
  }
  const { url, port } = lease;
  log.info('listening', { url, dataDir });

  const stop = async () => {
    const closed = once(http, 'close');
    http.close();
    hub.closeAll('drain');
    // Sockets that never say anything would keep it open for ever.
    const patience = setTimeout(() => {
      sockets.terminate();
      http.closeAllConnections();
    }, limits.drainMs / 2);
    http.closeIdleConnections();
    await closed;
    clearTimeout(patience);
    await release();
    removeLease(dataDir);
    log.info('stopped');
  };
  let stopping: Promise<void> | undefined;
  return { lease, url, host, port, connections: () => hub.connections, stop: () => (stopping ??= stop()) };
}

function leaseOf({ port }: AddressInfo, scheme: 'ws' | 'wss', rest: Pick<Lease, 'host' | 'server' | 'version'>): Lease {
  const url = `${scheme}://${authority(rest.host)}:${port}${CHAT_PATH}`;
  return { pid: process.pid, url, port, startedAt: Date.now(), ...rest };
}

/** An address as a client on this machine would dial it. */
function authority(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
