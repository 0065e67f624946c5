import { createHash } from 'node:crypto';
import { createReadStream, existsSync, rmSync, statSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../state/files';
import { type Kept, type Team, pack, unpack } from './bundle';
import { seal, unseal } from './sealed';

interface Writing {
  readonly out: string;
  readonly team: Team;
  readonly files: readonly Kept[];
  readonly passphrase: string;
  /** Of the key, for tests. */
  readonly costLog2?: number;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (step: Step, done: number, total: number) => void;
  /** Asked last. */
  readonly stillGood?: () => boolean;
}

type Step = 'Writing' | 'Reading it back';

/**
 * Puts a whole server into one encrypted file. It has its name only once it was read back and found to hold what was written;
 * whatever goes wrong before leaves nothing.
 */
export async function writeMoved({
  out,
  team,
  files,
  passphrase,
  costLog2,
  signal,
  progress,
  stillGood,
}: Writing): Promise<void> {
  const part = `${out}.part`;
  const total = files.reduce((bytes, { size }) => bytes + size, 0);
  const counting = (step: Step) => {
    const hash = createHash('sha256');
    let done = 0;
    return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        signal?.throwIfAborted();
        hash.update(chunk);
        done += chunk.length;
        progress?.(step, Math.min(done, total), total);
        yield chunk;
      }
      sums.push(hash.digest('hex'));
    };
  };
  const sums: string[] = [];
  try {
    await writeAll(part, seal(counting('Writing')(pack(team, files)), passphrase, costLog2));
    const read = await unpack(counting('Reading it back')(unseal(createReadStream(part), passphrase)));
    for await (const { bytes } of read.files) for await (const _ of bytes);
    const [written, back] = sums;
    if (written === undefined || written !== back) throw new Error('what was read back is not what was written');
    if (stillGood?.() === false) throw new Error('the move was taken back, or begun anew');
    await rename(part, out);
    syncFolder(path.dirname(out));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** To be read by who made it alone. */
async function writeAll(file: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    for await (const chunk of chunks) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** As far as it is there. */
export function keptIn(folder: string, names: readonly string[]): readonly Kept[] {
  return names.flatMap((name) => {
    const file = path.join(folder, name);
    return existsSync(file) ? [{ name, path: file, size: statSync(file).size }] : [];
  });
}
