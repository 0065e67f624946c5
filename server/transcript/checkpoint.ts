import { readFile, rename, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { Epoch, Seq } from '../protocol/ids';

const bytes = z.int().check(z.minimum(0));

/**
 * How far the transcript was known to be on disk: its first `bytes` bytes hold the entries up to `seq`, from the one behind
 * `since` on. What follows them in the file is compared with the database at the next start. `before`: lines are being
 * replaced, and as long as the file has that size it is still the one before that.
 */
const Checkpoint = z.object({
  epoch: Epoch,
  seq: Seq,
  bytes,
  since: z.optional(Seq),
  before: z.optional(z.object({ size: bytes, seq: Seq, bytes })),
});
export type Checkpoint = Readonly<z.infer<typeof Checkpoint>>;

/** A file that is missing, cut or damaged is none. */
export async function readCheckpoint(file: string): Promise<Checkpoint | undefined> {
  try {
    const read = Checkpoint.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

export async function writeCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  await writeFile(`${file}.part`, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.part`, file);
}
