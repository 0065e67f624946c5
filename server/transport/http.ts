import { type IncomingMessage, type Server, type ServerOptions, type ServerResponse, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Refusal } from '../hub/connection';
import { LIMITS, PROTOCOL_VERSION, type ServerLimits } from '../protocol/limits';
import type { Certificate } from './certificate';
import { FILES_PATH } from './files';
import { JOIN_PAGE, JOIN_PAGE_HEADERS } from './joinPage';

interface Names {
  /** Allowed in `Host`: the address it was told to listen at, and the names that a proxy passes on. */
  readonly names: readonly string[];
  /** With it everything is encrypted; its names are allowed in `Host`, too. */
  readonly certificate?: Certificate | undefined;
}

interface Edge extends Names {
  /** What `GET /health` says besides that all is well. */
  readonly health: () => object;
  readonly onFile: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes it, or says why not. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Refusal | undefined;
}

export const CHAT_PATH = '/chat';
const HEALTH_PATH = '/health';
export const JOIN_PATH = '/join';

/** The HTTP edge: `GET /health` and `/join`, files, upgrades at /chat, and nothing else. Echoes no input. */
export function createHttpServer(edge: Edge, limits: ServerLimits): Server {
  const { certificate } = edge;
  const options = optionsOf(limits);
  const server = certificate ? createEncrypted(certificate, options, limits) : createServer(options);
  server.maxHeadersCount = LIMITS.headers + 1; // beyond it Node drops silently; one more than allowed shows
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refused = refusal(request, edge);
    if (refused === undefined && pathOf(request) === FILES_PATH) return edge.onFile(request, response);
    const status = refused ?? statusOf(request);
    // Nothing but a file has a body that is waited for.
    if (!request.complete) response.setHeader('connection', 'close').once('finish', () => request.socket.destroySoon());
    if (status === 200 && pathOf(request) === JOIN_PATH) {
      response.writeHead(status, JOIN_PAGE_HEADERS).end(JOIN_PAGE);
      return;
    }
    const body = status === 200 ? { status: 'ok', protocol: PROTOCOL_VERSION, ...edge.health() } : { status };
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });
  server.on('upgrade', (request, socket, head) => {
    const status = refusal(request, edge) ?? (pathOf(request) === CHAT_PATH ? undefined : 404);
    if (status !== undefined) return refuse(socket, status);
    const refused = edge.onUpgrade(request, socket, head);
    if (refused) refuse(socket, refused.status, `Retry-After: ${Math.ceil(refused.retryAfterMs / 1_000)}\r\n`);
  });
  return server;
}

const optionsOf = (limits: ServerLimits): ServerOptions => ({
  headersTimeout: limits.headersTimeoutMs,
  requestTimeout: limits.transferMs,
  connectionsCheckingInterval: limits.headersCheckMs,
  maxHeaderSize: LIMITS.headerBytes,
  keepAliveTimeout: limits.headersTimeoutMs,
});

/** `GET /metrics` alone, for who watches the server from the same machine. */
export function createMetricsServer(text: () => Promise<string>, limits: ServerLimits): Server {
  const server = createServer(optionsOf(limits));
  server.on('request', (request, response) => {
    const found = pathOf(request) !== '/metrics' ? 404 : request.method === 'GET' ? 200 : 405;
    const status = refusal(request, { names: [] }) ?? found;
    const body = status === 200 ? text() : Promise.resolve('');
    void body.then((content) => {
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(content);
    });
  });
  return server;
}

/** Connections that are open go on under the certificate they began with. */
function createEncrypted(certificate: Certificate, options: ServerOptions, limits: ServerLimits): Server {
  const { headersTimeoutMs: handshakeTimeout, certificateCheckMs } = limits;
  const server = createTlsServer({ ...options, ...certificate.options, handshakeTimeout });
  server.once('listening', () => {
    const renewed = () => server.setSecureContext(certificate.options);
    server.once('close', certificate.watch(certificateCheckMs, renewed));
  });
  return server;
}

/** Node has taken its own listeners off an upgraded socket: without ours a reset would end the process. */
function refuse(socket: Duplex, status: number, more = ''): void {
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} \r\n${more}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Set for requests that a browser made, for names that could be rebound to this machine, and for too many headers. */
function refusal(request: IncomingMessage, edge: Names): number | undefined {
  if (request.rawHeaders.length > 2 * LIMITS.headers) return 431;
  if (request.headers.origin !== undefined) return 403;
  return isAllowedHost(request.headers.host, edge) ? undefined : 403;
}

/** An address cannot be rebound, a name can: only localhost and the server's own are taken. */
function isAllowedHost(header: string | undefined, { names, certificate }: Names): boolean {
  const name = /^(\[[0-9a-fA-F:.]+\]|[^:]*)(?::\d{1,5})?$/.exec(header ?? '')?.[1]?.toLowerCase();
  if (name === undefined || name === '') return false;
  if (name === 'localhost' || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  return names.some((own) => own.toLowerCase() === name) || certificate?.covers(name) === true;
}

function statusOf(request: IncomingMessage): number {
  if (pathOf(request) === CHAT_PATH) return 426;
  if (pathOf(request) !== HEALTH_PATH && pathOf(request) !== JOIN_PATH) return 404;
  return request.method === 'GET' ? 200 : 405;
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';
