import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { DEFAULT_PORT, LIMITS } from '../protocol/limits';
import { Millis } from '../protocol/model';
import { Pin } from '../protocol/pin';
import { moveFile, replaceFile, syncFolder } from '../state/files';

/**
 * That a server was taken out of its data folder, to go on elsewhere. Written before the copy is made: from then on nothing is
 * entered here, whatever becomes of the copy, until somebody takes the move back.
 */
const Move = z.object({
  at: Millis,
  /** Of the certificate that goes along. */
  pin: z.optional(Pin),
  /** Where it goes on, once somebody has said it. */
  to: z.optional(z.string()),
});
export type Move = Readonly<z.infer<typeof Move>>;

/** What cannot be read is no less a move. */
export function readMove(dataDir: string): Move | undefined {
  const text = read(moveFile(dataDir));
  return text === undefined ? undefined : (Move.safeParse(parse(text)).data ?? { at: 0 });
}

export function writeMove(dataDir: string, move: Move): void {
  replaceFile(moveFile(dataDir), `${JSON.stringify(move)}\n`);
  syncFolder(path.resolve(dataDir));
}

export function removeMove(dataDir: string): void {
  rmSync(moveFile(dataDir), { force: true });
  syncFolder(path.resolve(dataDir));
}

/** The address of a server as members are to be told it, from what a person types: `wss://` unless they say otherwise. */
export function newAddress(typed: string): string | undefined {
  const given = /^[a-z]+:\/\//i.test(typed.trim()) ? typed.trim() : `wss://${typed.trim()}`;
  const url = URL.parse(given);
  if (!url || !/^wss?:$/.test(url.protocol) || !/^\/(chat)?$/.test(url.pathname)) return undefined;
  if (
    given.length > LIMITS.addressChars ||
    url.hostname === '' ||
    `${url.username}${url.password}${url.search}${url.hash}`
  )
    return undefined;
  // A URL leaves out its scheme's own port, also where it was typed.
  const port = url.port || (url.protocol === 'wss:' ? 443 : /:80(\/|$)/.test(given) ? 80 : DEFAULT_PORT);
  return `${url.protocol}//${url.hostname}:${port}`;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
