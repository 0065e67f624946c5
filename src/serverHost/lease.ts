import { request } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ServerId } from '../../server/protocol/ids';
import { readJson } from '../files';

/** What a server writes into its data folder while it runs, and sends when it was forked. A killed one leaves it behind. */
export const Lease = z.object({
  pid: z.int().check(z.minimum(2)),
  url: z.string(),
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
  return lease.success && (await serverAt(lease.data.url)) === lease.data.server ? lease.data : undefined;
}

/** Which server answers at a chat address of this computer. */
export async function serverAt(chatUrl: string): Promise<ServerId | undefined> {
  const url = URL.parse('/health', chatUrl.replace(/^ws:/, 'http:'));
  if (url?.protocol !== 'http:') return undefined;
  const health = Health.safeParse(await getJson(url));
  return health.success ? health.data.server : undefined;
}

function getJson(url: URL): Promise<unknown> {
  return new Promise((resolve) => {
    const nothing = () => resolve(undefined);
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(HEALTH_MS) }, (response) => {
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

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
