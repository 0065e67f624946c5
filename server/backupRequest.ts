import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { replaceFile } from './state/files';

/**
 * How the command line asks a running server for a backup, and is answered: by two files, since whoever can write to the
 * data folder may ask, and nobody else.
 */
const Request = z.object({ id: z.string().check(z.maxLength(64)) });
const Answer = z.object({ id: z.string(), backup: z.optional(z.string()), error: z.optional(z.string()) });

const requestFile = (dataDir: string): string => path.join(dataDir, 'backups', 'request');
const answerFile = (dataDir: string): string => path.join(dataDir, 'backups', 'answer');

/** Answers who asks, if anybody does. */
export async function answerRequest(dataDir: string, backUp: () => Promise<string>): Promise<void> {
  const request = Request.safeParse(read(requestFile(dataDir)));
  if (!request.success) return;
  rmSync(requestFile(dataDir));
  const { id } = request.data;
  try {
    replaceFile(answerFile(dataDir), JSON.stringify({ id, backup: await backUp() }));
  } catch (error) {
    replaceFile(
      answerFile(dataDir),
      JSON.stringify({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** Resolves to what the server made or what went wrong, or to undefined when `isThere` says that there is none. */
export async function requestBackup(
  dataDir: string,
  isThere: () => boolean,
): Promise<z.infer<typeof Answer> | undefined> {
  const id = randomBytes(16).toString('hex');
  mkdirSync(path.dirname(requestFile(dataDir)), { recursive: true, mode: 0o700 });
  replaceFile(requestFile(dataDir), JSON.stringify({ id }));
  while (isThere()) {
    const answer = Answer.safeParse(read(answerFile(dataDir)));
    if (answer.success && answer.data.id === id) {
      rmSync(answerFile(dataDir));
      return answer.data;
    }
    await pause(100);
  }
  rmSync(requestFile(dataDir), { force: true });
  return undefined;
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
