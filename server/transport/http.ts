import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { LIMITS, PROTOCOL_VERSION, type ServerLimits } from '../protocol/limits';

interface Edge {
  /** The address it was told to listen at; its name is allowed in `Host`. */
  readonly host: string;
  /** What `GET /health` says besides that all is well. */
  readonly health: () => object;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export const CHAT_PATH = '/chat';

/** The HTTP edge: `GET /health`, upgrades at /chat, and nothing else. Serves no file and echoes no input. */
export function createHttpServer(edge: Edge, limits: ServerLimits): Server {
  const server = createServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.headersTimeoutMs + limits.headersCheckMs,
    connectionsCheckingInterval: limits.headersCheckMs,
    maxHeaderSize: LIMITS.headerBytes,
    keepAliveTimeout: limits.headersTimeoutMs,
  });
  server.maxHeadersCount = LIMITS.headers + 1; // beyond it Node drops silently; one more than allowed shows
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const status = refusal(request, edge.host) ?? statusOf(request);
    const body = status === 200 ? { status: 'ok', protocol: PROTOCOL_VERSION, ...edge.health() } : { status };
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });
  server.on('upgrade', (request, socket, head) => {
    const status = refusal(request, edge.host) ?? (pathOf(request) === CHAT_PATH ? undefined : 404);
    if (status === undefined) edge.onUpgrade(request, socket, head);
    else refuse(socket, status);
  });
  return server;
}

/** Node has taken its own listeners off an upgraded socket: without ours a reset would end the process. */
function refuse(socket: Duplex, status: number): void {
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} \r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Set for requests that a browser made, for names that could be rebound to this machine, and for too many headers. */
function refusal(request: IncomingMessage, host: string): number | undefined {
  if (request.rawHeaders.length > 2 * LIMITS.headers) return 431;
  if (request.headers.origin !== undefined) return 403;
  return isAllowedHost(request.headers.host, host) ? undefined : 403;
}

/** An address cannot be rebound, a name can: only localhost and the name it listens at are taken. */
function isAllowedHost(header: string | undefined, listening: string): boolean {
  const name = /^(\[[0-9a-fA-F:.]+\]|[^:]*)(?::\d{1,5})?$/.exec(header ?? '')?.[1]?.toLowerCase();
  if (name === undefined || name === '') return false;
  return name === 'localhost' || name === listening.toLowerCase() || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function statusOf(request: IncomingMessage): number {
  if (pathOf(request) === CHAT_PATH) return 426;
  if (pathOf(request) !== '/health') return 404;
  return request.method === 'GET' ? 200 : 405;
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';
