import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { request as encryptedRequest } from 'node:https';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ErrorCode } from '../../server/protocol/codes';
import { LIMITS } from '../../server/protocol/limits';
import type { FileRef } from '../../server/protocol/model';
import { type Result, fail, ok } from '../../server/protocol/result';
import type { Clock } from '../clock';
import type { Address } from '../connection/address';
import { openPinned } from '../connection/pinned';

/** How one file goes over the network: beside the chat, on a line of its own. */
export interface Way {
  readonly to: Pick<Address, 'url' | 'pin'>;
  readonly ticket: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told how many bytes of the file are there. */
  readonly moved: (bytes: number) => void;
  /** How long nothing may come or go. */
  readonly idleMs?: number;
}

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly headers?: OutgoingHttpHeaders;
}

/** What the answers of the server mean. All others may be other ones later. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  404: 'E_NOT_FOUND',
  413: 'E_FILE_TOO_BIG',
  422: 'E_FILE_DAMAGED',
  507: 'E_STORAGE_FULL',
};

const refusal = (status: number | undefined): Result<never> =>
  fail(CODES[status ?? 0] ?? 'E_UNAVAILABLE', `answer ${status ?? 0}`);

/** Sends a file from `offset` on. */
export async function sendBytes(way: Way, file: string, offset: number, size: number): Promise<Result<undefined>> {
  const headers = { 'upload-offset': String(offset), 'content-length': size - offset };
  const body = createReadStream(file, { start: offset });
  return onLine(way, { method: 'POST', headers }, async (asked) => {
    let sent = offset;
    body.on('data', (chunk) => way.moved((sent += chunk.length)));
    body.on('error', (error) => asked.destroy(error));
    const answer = answerOf(asked);
    body.pipe(asked);
    const response = await answer;
    response.resume();
    return response.statusCode === 201 ? ok(undefined) : refusal(response.statusCode);
  }).finally(() => body.destroy());
}

/** Fetches a file to where it is to lie. What is not exactly the file that was announced does not stay. */
export async function fetchBytes(
  way: Way,
  { size, sha256 }: Pick<FileRef, 'size' | 'sha256'>,
  target: string,
): Promise<Result<undefined>> {
  const fetched = await onLine(way, { method: 'GET' }, async (asked) => {
    const answer = answerOf(asked);
    asked.end();
    const response = await answer;
    if (response.statusCode !== 200) return refusal(response.statusCode);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    let have = 0;
    await pipeline(
      response as AsyncIterable<Buffer>,
      async function* (chunks) {
        for await (const chunk of chunks) {
          have += chunk.length;
          if (have > size) return;
          hash.update(chunk);
          way.moved(have);
          yield chunk;
        }
      },
      createWriteStream(target, { flags: 'wx', mode: 0o600 }),
    );
    if (have < size) return fail('E_UNAVAILABLE', 'cut');
    return have === size && hash.digest('hex') === sha256 ? ok(undefined) : fail('E_FILE_DAMAGED');
  });
  if (!fetched.ok) await rm(target, { force: true });
  return fetched;
}

/** A line that breaks, or on which nothing moves, is no answer. */
async function onLine(
  way: Way,
  asked: Asked,
  use: (request: ClientRequest) => Promise<Result<undefined>>,
): Promise<Result<undefined>> {
  const { signal } = way;
  let line: ClientRequest | undefined;
  const cut = () => line?.destroy(new Error('cut'));
  try {
    signal.throwIfAborted();
    line = await opened(way, asked);
    signal.addEventListener('abort', cut, { once: true });
    if (signal.aborted) cut();
    line.setTimeout(way.idleMs ?? LIMITS.transferIdleMs, cut);
    return await use(line);
  } catch (error) {
    if (isOfDisk(error)) return fail('E_INTERNAL', String(error));
    return fail('E_UNAVAILABLE', String(error));
  } finally {
    signal.removeEventListener('abort', cut);
    line?.destroy();
  }
}

const OF_DISK = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOENT', 'EEXIST']);

const isOfDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && OF_DISK.has(String(error.code));

/** Nobody else is asked: redirections are not followed. A server that made its own certificate has to show that one first. */
async function opened({ to, ticket, clock, signal }: Way, { headers, ...asked }: Asked): Promise<ClientRequest> {
  const url = new URL('files', to.url.replace(/^ws/, 'http'));
  const options = { ...asked, headers: { ...headers, authorization: `Bearer ${ticket}`, host: url.host } };
  if (to.pin === undefined) {
    if (url.protocol === 'http:') return request(url, options);
    return encryptedRequest(url, { ...options, rejectUnauthorized: true, minVersion: 'TLSv1.2' });
  }
  const line = await openPinned(new URL(to.url), to.pin, { clock }, signal);
  if (!line.ok) throw new Error(line.ending);
  // A local socket is left alone by the editor, which puts proxies in the place of all others (pinned.ts).
  return request({ ...options, path: url.pathname, socketPath: 'pinned', createConnection: () => line.value });
}

function answerOf(asked: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  asked.on('response', resolve);
  asked.on('error', reject);
  return promise;
}
