import * as z from 'zod/mini';
import type { ServerId } from '../../server/protocol/ids';
import { Cursor } from '../../server/protocol/model';
import type { Memory } from './memory';

const key = (server: ServerId): string => `read.${server}`;

export function loadReadMark(memory: Memory, server: ServerId): Cursor | undefined {
  const stored = z.safeParse(Cursor, memory.get(key(server)));
  return stored.success ? stored.data : undefined;
}

export const saveReadMark = (memory: Memory, server: ServerId, mark: Cursor): void => memory.set(key(server), mark);
