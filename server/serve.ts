import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, BlockList } from 'node:net';
import type { Log, Meter } from './core/ports';
import { Hub } from './hub/hub';
import type { Journal } from './journal/journal';
import { openLocalJournal } from './journal/local/localJournal';
import { keepStorage } from './journal/local/storageKeeper';
import { type Lease, removeLease, writeLease } from './lease';
import { FileStore } from './files/fileStore';
import { keepFiles } from './files/keepFiles';
import { carryOut } from './orders';
import { Mover } from './move/mover';
import { makeOwnCertificate, openOwnCertificate, ownPin } from './ownCertificate';
import type { CloseReason } from './protocol/codes';
import { SERVER_LIMITS, type ServerLimits } from './protocol/limits';
import { isLoopback } from './protocol/loopback';
import type { Pin } from './protocol/pin';
import { answerRequest } from './requests';
import { filesFolder } from './state/files';
import type { OpenOptions } from './state/open';
import { type TlsFiles, openCertificate } from './transport/certificate';
import { addressOf } from './transport/clientAddress';
import { answerFiles } from './transport/files';
import { CHAT_PATH, createHttpServer } from './transport/http';
import { createSockets } from './transport/sockets';
import { textFrame } from './transport/textFrame';
import { writeTranscript } from './transcript/transcriptWriter';

export interface ServeOptions extends OpenOptions {
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** With it the port takes encrypted connections only. `own`: by a certificate that it makes for itself. */
  readonly tls?: TlsFiles | 'own' | undefined;
  /** Whose word on a client's address is taken. */
  readonly proxies?: BlockList | undefined;
  /** Names under which a proxy passes requests on. */
  readonly publicNames?: readonly string[];
  /** Who may join: whoever reaches it, or only who was invited. Default: who was invited, unless it is for this computer alone. */
  readonly invites?: 'needed' | 'open' | undefined;
  /** The plain history file, or off. */
  readonly transcript: string;
  readonly log: Log;
  readonly version: string;
  readonly limits?: Partial<ServerLimits> | undefined;
  readonly meter?: Meter | undefined;
  readonly onFailedDisk?: (error: unknown) => void;
}

export interface RunningServer {
  readonly lease: Lease;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly invites: 'needed' | 'open';
  /** Goes on elsewhere: enters nothing. */
  readonly hasMoved: boolean;
  /** Open connections. */
  connections(): number;
  /** Bytes that wait for slow readers. */
  queuedBytes(): number;
  /** Tells every client to come back later, commits what was submitted, and releases the port and the files. */
  stop(): Promise<void>;
}

/** Starts a server in this process. Rejects with CannotOpen, BadCertificate, or with the error of listening (EADDRINUSE, EACCES, …). */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { dataDir, host, log, version, proxies = new BlockList(), publicNames = [] } = options;
  const limits: ServerLimits = { ...SERVER_LIMITS, ...options.limits };
  const isOwn = options.tls === 'own';
  const given = options.tls && options.tls !== 'own' ? await openCertificate(options.tls, log) : undefined;
  const onFailedDisk = (error: unknown) => {
    // Not before those who wait have their answers.
    setImmediate(() => void sendOff('serverError', limits.failedDiskMs).then(() => options.onFailedDisk?.(error)));
  };
  const journal = openLocalJournal({ ...options, limits, onFailedDisk });
  const isReadOnly = journal.health === 'readOnly';
  // Not before this folder is this server's alone.
  const certificate = isOwn ? await orClose(journal, openOwnCertificate(dataDir, log)) : given;
  const { server } = journal.state;
  const transcript =
    options.transcript === 'off' || isReadOnly
      ? undefined
      : writeTranscript({ file: options.transcript, journal, log });
  const { meter, invites = isForOneComputer(options) ? 'open' : 'needed' } = options;
  const app = `alongside/${version}`;
  const reserve = { bytes: limits.lowDiskBytes, share: limits.lowDiskShare };
  const store = new FileStore({ folder: filesFolder(dataDir), log, reserve });
  const mustBeInvited = invites === 'needed';
  const move = new Mover({ dataDir, log, journal, ownPin: () => ownPinOf(dataDir, log) });
  const hub = new Hub({ journal, log, app, encode: textFrame, limits, meter, mustBeInvited, files: store, move });
  const sockets = createSockets(hub, { log, limits });
  const http = createHttpServer(
    {
      names: [host, ...publicNames],
      certificate,
      health: () => ({ app: 'alongside', version, server }),
      onFile: answerFiles({ desk: hub.files, store, log, limits }),
      onUpgrade: (request, wire, head) => {
        const from = addressOf(request, proxies);
        const refused = sockets.upgrade({ request, wire, head, from });
        log.info(refused ? 'refused' : 'connecting', { from, ...refused });
        return refused;
      },
    },
    limits,
  );
  const keeper = keepStorage({
    ...{ journal, dataDir, log, limits },
    tell: (notice) => hub.tellStorage(notice),
    move: () => move.told,
    answerRequests: (backUp) =>
      answerRequest(dataDir, (asked) =>
        isForBackup(asked) ? backUp() : (move.answer(asked, backUp) ?? carryOut(journal, asked)),
      ),
  });
  const fileKeeper = isReadOnly ? undefined : keepFiles({ journal, store, log, unsentMs: limits.unsentFileMs });
  let sentOff: Promise<void> | undefined;
  const sendOff = (reason: CloseReason, patienceMs: number) => {
    sentOff ??= closeServer({ http, patienceMs, terminate: () => sockets.terminate() });
    hub.endAll(reason);
    return sentOff;
  };
  const release = async () => {
    keeper[Symbol.dispose]();
    fileKeeper?.[Symbol.dispose]();
    await store.close();
    hub[Symbol.dispose]();
    await transcript?.close();
    await journal.close();
  };
  let lease: Lease;
  try {
    http.listen(options.port, host);
    await once(http, 'listening');
    lease = leaseOf(http.address() as AddressInfo, certificate ? 'wss' : 'ws', {
      ...{ host, server, version },
      ...(isOwn && { pin: certificate?.pin }),
    });
    if (!isReadOnly) leaseOrWarn(dataDir, lease, log);
  } catch (error) {
    http.close();
    http.closeAllConnections();
    await release();
    throw error;
  }
  const { url, port } = lease;
  log.info('listening', { url, dataDir });

  const stop = async () => {
    await sendOff('drain', limits.drainMs / 2);
    await release();
    removeLease(dataDir);
    log.info('stopped');
  };
  let stopping: Promise<void> | undefined;
  return {
    lease,
    url,
    host,
    port,
    invites,
    hasMoved: move.told !== undefined,
    connections: () => hub.connections,
    queuedBytes: () => hub.queuedBytes,
    stop: () => (stopping ??= stop()),
  };
}

/** Nobody else reaches it, unless they were let onto this computer. */
const isForOneComputer = ({ host, publicNames = [], proxies }: ServeOptions): boolean =>
  isLoopback(host) && publicNames.length === 0 && !proxies;

const isForBackup = (asked: unknown): boolean =>
  typeof asked === 'object' && asked !== null && 'kind' in asked && asked.kind === 'backup';

interface Closing {
  readonly http: Server;
  readonly patienceMs: number;
  readonly terminate: () => void;
}

async function closeServer({ http, patienceMs, terminate }: Closing): Promise<void> {
  const closed = once(http, 'close');
  http.close();
  // Sockets that never say anything would keep it open for ever.
  const patience = setTimeout(() => {
    terminate();
    http.closeAllConnections();
  }, patienceMs);
  http.closeIdleConnections();
  await closed;
  clearTimeout(patience);
}

/** On a full disk the server can be read from all the same. */
function leaseOrWarn(dataDir: string, lease: Lease, log: Log): void {
  try {
    writeLease(dataDir, lease);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    log.warn('no lease', { error: error.message });
  }
}

/** Made where there is none: who knows it now finds the server by it where it goes on. */
function ownPinOf(dataDir: string, log: Log): Pin | undefined {
  makeOwnCertificate(dataDir, log);
  return ownPin(dataDir);
}

async function orClose<T>(journal: Journal, opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

type Told = Pick<Lease, 'host' | 'server' | 'version' | 'pin'>;

function leaseOf({ port }: AddressInfo, scheme: 'ws' | 'wss', rest: Told): Lease {
  const url = `${scheme}://${authority(rest.host)}:${port}${CHAT_PATH}`;
  return { pid: process.pid, url, port, startedAt: Date.now(), ...rest };
}

/** An address as a client on this machine would dial it. */
function authority(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
