import * as z from 'zod/mini';
import { Pin } from '../../server/protocol/pin';
import type { Memory } from '../chat/memory';
import { type Address, withPin } from '../connection/address';

const Recent = z.object({ url: z.string(), shown: z.string(), name: z.string(), pin: z.optional(Pin) });
type Recent = Readonly<z.infer<typeof Recent>>;

const KEY = 'recents';
const LAST_NAME = 'lastName';
const KEPT = 8;

/** Servers this computer has joined, the newest first. */
export function recents(memory: Memory): readonly Recent[] {
  const stored = z.safeParse(z.array(Recent), memory.get(KEY));
  return stored.success ? stored.data : [];
}

/** The name this computer last had at a server. */
export const nameAt = (memory: Memory, { url }: Address): string | undefined =>
  recents(memory).find((recent) => recent.url === url)?.name;

/** With the certificate that the server there was last joined by. */
export const known = (memory: Memory, address: Address): Address =>
  withPin(address, address.pin ?? recents(memory).find(({ url }) => url === address.url)?.pin);

/** The one it last had anywhere; empty before the first. */
export function lastName(memory: Memory): string {
  const name = memory.get(LAST_NAME);
  return typeof name === 'string' ? name : '';
}

export function remember(memory: Memory, { url, shown, pin }: Address, name: string): void {
  const others = recents(memory).filter((recent) => recent.url !== url);
  memory.set(KEY, [{ url, shown, name, pin }, ...others].slice(0, KEPT));
  memory.set(LAST_NAME, name);
}
