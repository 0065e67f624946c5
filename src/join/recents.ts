import * as z from 'zod/mini';
import type { Memory } from '../chat/memory';
import type { Address } from '../connection/address';

const Recent = z.object({ url: z.string(), shown: z.string(), name: z.string() });
type Recent = Readonly<z.infer<typeof Recent>>;

const KEY = 'recents';
const KEPT = 8;

/** Servers this computer has joined, the newest first. */
export function recents(memory: Memory): readonly Recent[] {
  const stored = z.safeParse(z.array(Recent), memory.get(KEY));
  return stored.success ? stored.data : [];
}

export function remember(memory: Memory, { url, shown }: Address, name: string): void {
  const others = recents(memory).filter((recent) => recent.url !== url);
  memory.set(KEY, [{ url, shown, name }, ...others].slice(0, KEPT));
}
