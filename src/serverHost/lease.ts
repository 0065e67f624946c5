import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { TLSSocket } from 'node:tls';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ServerId } from '../../server/protocol/ids';
import { Pin } from '../../server/protocol/pin';
import { pinOf } from '../connection/pinned';
import { readJson } from '../files';

/** What a server writes into its data folder while it runs, and sends when it was forked. A killed one leaves it behind. */
export const Lease = z.object({
  pid: z.int().check(z.minimum(2)),
  url: z.string(),
  pin: z.optional(Pin),
  host: z.string(),
  port: z.int(),
  server: ServerId,
  version: z.string(),
});
export type Lease = Readonly<z.infer<typeof Lease>>;

export const LEASE_FILE = 'server.json';
const HEALTH_MS = 2_000;
const HEALTH_BYTES = 4_096;

const Health = z.object({ app: z.literal('alongside'), server: ServerId });

/** The server of a data folder, if it really runs: what the file says counts only when the same server answers there. */
export async function runningServer(dataDir: string): Promise<Lease | undefined> {
  const lease = Lease.safeParse(await readJson(join(dataDir, LEASE_FILE)));
  return lease.success && (await serverAt(lease.data)) === lease.data.server ? lease.data : undefined;
}

/** Which server answers at a chat address of this computer. */
export async function serverAt({ url: chatUrl, pin }: Pick<Lease, 'url' | 'pin'>): Promise<ServerId | undefined> {
  const url = URL.parse('/health', chatUrl.replace(/^ws/, 'http'));
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
  const health = Health.safeParse(await getJson(url, pin));
  return health.success ? health.data.server : undefined;
}

function getJson(url: URL, pin: Pin | undefined): Promise<unknown> {
  return new Promise((resolve) => {
    const nothing = () => resolve(undefined);
    const asked = get(url, pin, (response) => {
      if (pin !== undefined && !isBy(response, pin)) return void asked.destroy();
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > HEALTH_BYTES) asked.destroy();
      });
      response.on('end', () => resolve(parse(body)));
      response.on('error', nothing);
      response.on('close', nothing);
    });
    asked.on('error', nothing);
    asked.end();
  });
}

const isBy = ({ socket }: IncomingMessage, pin: Pin): boolean => socket instanceof TLSSocket && pinOf(socket) === pin;

/** What is asked is no secret: the answer says by which certificate it came. */
function get(url: URL, pin: Pin | undefined, answered: (response: IncomingMessage) => void) {
  const options: RequestOptions = { agent: false, signal: AbortSignal.timeout(HEALTH_MS) };
  if (url.protocol === 'http:') return request(url, options, answered);
  return requestEncrypted(url, { ...options, rejectUnauthorized: pin === undefined }, answered);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
