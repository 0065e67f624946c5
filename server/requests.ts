import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { replaceFile } from './state/files';

/**
 * How the command line asks a running server for something, and is answered: by two files, since whoever can write to the
 * data folder may ask, and nobody else. No secret goes through them: where one is made, its hash is what is asked for.
 */
const Request = z.object({ id: z.string().check(z.maxLength(64)), asked: z.unknown() });
const Answer = z.object({ id: z.string(), value: z.unknown(), error: z.optional(z.string()) });

const requestFile = (dataDir: string): string => path.join(dataDir, 'request');
const answerFile = (dataDir: string): string => path.join(dataDir, 'answer');

/** Answers who asks, if anybody does. */
export async function answerRequest(dataDir: string, answer: (asked: unknown) => Promise<unknown>): Promise<void> {
  const request = Request.safeParse(read(requestFile(dataDir)));
  if (!request.success) return;
  rmSync(requestFile(dataDir));
  const { id, asked } = request.data;
  const told = await answer(asked).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  replaceFile(answerFile(dataDir), JSON.stringify({ id, ...told }));
}

/** Resolves to what the server answered or what went wrong, or to undefined when `isThere` says that there is none. */
export async function ask(
  dataDir: string,
  asked: unknown,
  isThere: () => boolean,
): Promise<Pick<z.infer<typeof Answer>, 'value' | 'error'> | undefined> {
  const id = randomBytes(16).toString('hex');
  replaceFile(requestFile(dataDir), JSON.stringify({ id, asked }));
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
