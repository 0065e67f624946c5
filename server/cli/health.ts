import { once } from 'node:events';
import { type IncomingMessage, get as getPlain } from 'node:http';
import { get as getEncrypted } from 'node:https';
import { json } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { CHAT_PATH } from '../transport/http';

const Health = z.object({ app: z.literal('alongside') });

/** The address of the Alongside server that listens there, if what listens there is one. */
export async function alongsideAt(host: string, port: number): Promise<string | undefined> {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const authority = `${near.includes(':') ? `[${near}]` : near}:${port}`;
  const [plain, encrypted] = await Promise.all([isWell(`http://${authority}`), isWell(`https://${authority}`)]);
  if (plain) return `ws://${authority}${CHAT_PATH}`;
  return encrypted ? `wss://${authority}${CHAT_PATH}` : undefined;
}

/** Whatever its certificate: it is told nothing. */
async function isWell(origin: string): Promise<boolean> {
  const get = origin.startsWith('https:') ? getEncrypted : getPlain;
  const options = { signal: AbortSignal.timeout(2_000), rejectUnauthorized: false, agent: false };
  const request = get(`${origin}/health`, options);
  request.on('error', () => undefined); // it may come once more after the answer has begun
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return Health.safeParse(await json(response)).success;
  } catch {
    return false;
  } finally {
    request.destroy();
  }
}
