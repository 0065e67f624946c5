import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Log } from '../core/ports';
import type { FileStore, Received } from '../files/fileStore';
import type { FileDesk } from '../hub/fileDesk';
import type { ServerLimits } from '../protocol/limits';
import type { FileRef } from '../protocol/model';

interface FileEdge {
  readonly desk: FileDesk;
  readonly store: FileStore;
  readonly log: Log;
  readonly limits: ServerLimits;
}

export const FILES_PATH = '/files';

/** From which byte on this is the file. */
const OFFSET_HEADER = 'upload-offset';

const STATUS_OF: Readonly<Record<Received, number>> = {
  whole: 201,
  cut: 400,
  elsewhere: 409,
  tooBig: 413,
  damaged: 422,
  full: 507,
};

/** However it ends: what the sender still sends is not read, and a connection whose answer was read is not needed. */
const LINGER_MS = 1_000;

/**
 * `POST /files` takes the bytes of a file, `GET /files` gives them. What file, and whether one may, says the ticket in the
 * `Authorization` header. To a browser a file is nothing but something to save, whatever is in it.
 */
export function answerFiles(edge: FileEdge): (request: IncomingMessage, response: ServerResponse) => void {
  let underWay = 0;
  return (request, response) => {
    if (request.method !== 'POST' && request.method !== 'GET') return answer(request, response, 405);
    if (underWay >= edge.limits.transfers) return answer(request, response, 503);
    underWay += 1;
    const stopWatching = watch(request, edge.limits);
    const work = request.method === 'POST' ? receive(edge, request) : send(edge, request, response);
    void work
      .catch((error: unknown) => {
        edge.log.error('a file failed', { error: String(error) });
        return 500;
      })
      .then((status) => {
        underWay -= 1;
        if (status === undefined) response.destroy();
        else if (!response.headersSent) answer(request, response, status);
        stopWatching();
      });
  };
}

async function receive({ desk, store }: FileEdge, request: IncomingMessage): Promise<number | undefined> {
  const file = desk.takeUpload(ticketOf(request));
  if (!file) return 401;
  const offset = Number(request.headers[OFFSET_HEADER] ?? 0);
  if (!Number.isSafeInteger(offset) || offset < 0) return 400;
  if (Number(request.headers['content-length'] ?? 0) > file.size - offset) return 413;
  const became = await store.receive(file, offset, request);
  if (became !== 'whole') return STATUS_OF[became];
  const kept = await desk.uploaded(file.id);
  return kept.ok ? STATUS_OF.whole : kept.error.code === 'E_NOT_FOUND' ? 404 : 503;
}

/** Undefined where it ended on the way. */
async function send({ desk, store, log }: FileEdge, request: IncomingMessage, response: ServerResponse) {
  const file = desk.takeDownload(ticketOf(request));
  if (!file) return 401;
  const handle = await store.open(file);
  if (!handle) return 404;
  response.writeHead(200, { ...headersOf(file), connection: 'close' });
  try {
    await pipeline(handle.createReadStream(), response);
    return 200;
  } catch (error) {
    log.info('a file was cut', { error: String(error) });
    return undefined;
  }
}

const headersOf = (file: FileRef): Record<string, string | number> => ({
  'content-type': 'application/octet-stream',
  'content-length': file.size,
  'content-disposition': `attachment; filename="file"; filename*=UTF-8''${encoded(file.name)}`,
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
});

/** As RFC 8187 has it. */
const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);

const ticketOf = (request: IncomingMessage): string =>
  /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** One that takes too long, or in which nothing moves, is cut. */
function watch({ socket }: IncomingMessage, { transferMs, transferIdleMs }: ServerLimits): () => void {
  const cut = () => socket.destroy();
  const timer = setTimeout(cut, transferMs);
  socket.setTimeout(transferIdleMs, cut);
  return () => clearTimeout(timer);
}

function answer(request: IncomingMessage, response: ServerResponse, status: number): void {
  const { socket } = request;
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(JSON.stringify({ status }), () => setTimeout(() => socket.destroy(), LINGER_MS).unref());
}
