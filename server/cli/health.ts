import * as z from 'zod/mini';
import { CHAT_PATH } from '../transport/http';

const Health = z.object({ app: z.literal('alongside') });

/** The address of the Alongside server that listens there, if what listens there is one. */
export async function alongsideAt(host: string, port: number): Promise<string | undefined> {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const authority = `${near.includes(':') ? `[${near}]` : near}:${port}`;
  try {
    const response = await fetch(`http://${authority}/health`, {
      signal: AbortSignal.timeout(2_000),
      redirect: 'error',
    });
    return Health.safeParse(await response.json()).success ? `ws://${authority}${CHAT_PATH}` : undefined;
  } catch {
    return undefined;
  }
}
