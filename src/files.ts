import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The steps of an atomic write, for tests that stop after one. */
export interface WriteSteps {
  readonly written?: () => void | Promise<void>;
  readonly renamed?: () => void | Promise<void>;
}

/**
 * Resolves when the file and its name are on disk. Whoever is killed in between leaves the old file or the new one, and
 * perhaps `<file>.tmp` with the whole new text.
 */
export async function writeAtomically(file: string, text: string, steps: WriteSteps = {}): Promise<void> {
  const temporary = `${file}.tmp`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await steps.written?.();
  await settle(temporary, file);
  await steps.renamed?.();
  await syncFolder(dirname(file));
}

/** Another window may have put the same temporary file in place first. */
async function settle(temporary: string, file: string): Promise<void> {
  try {
    await rename(temporary, file);
  } catch (error) {
    if (!(isMissing(error) && (await exists(file)))) throw error;
  }
}

/** Windows cannot open a folder; there a rename is on disk with the file. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file that cannot be looked at, for lack of rights or a broken disk, is not gone. */
export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );

/** The JSON in a file, undecoded. Undefined when there is none that can be read. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
