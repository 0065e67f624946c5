import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Peer } from './peer';
import { startProgram } from './program';

const MEMORY = '/dev/shm';

export interface Ours {
  /** Our server as anybody runs it: on disk, with its history file, every check on. Only a member's rate is not limited. */
  readonly onDisk: Peer;
  /** The same without a disk, to see what durability costs. */
  readonly inMemory: Peer;
}

/** Both run from one bundle in `dir`, so that a change in the meantime does not change what is measured. */
export function ours(dir: string, nodeArgs: readonly string[] = []): Ours {
  const file = path.join(dir, 'server.cjs');
  buildSync({
    entryPoints: [path.join(import.meta.dirname, '../servers/alongside.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['bufferutil', 'utf-8-validate'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  const about = { from: 'here', dialect: 'alongside' } as const;
  return {
    onDisk: {
      ...about,
      name: 'alongside',
      title: 'Alongside',
      durable: true,
      start: (data, port = 0) =>
        startProgram({ file, args: [data, path.join(data, 'chat_history.txt'), String(port)], nodeArgs }),
    },
    inMemory: {
      ...about,
      name: 'alongsideInMemory',
      title: 'Alongside, no disk',
      durable: false,
      absent: () => (existsSync(MEMORY) ? undefined : 'this system has no memory file system'),
      start: async () => {
        const data = mkdtempSync(path.join(MEMORY, 'alongside-bench-'));
        const server = await startProgram({ file, args: [data] });
        return {
          ...server,
          async [Symbol.asyncDispose]() {
            await server[Symbol.asyncDispose]();
            rmSync(data, { recursive: true, force: true });
          },
        };
      },
    },
  };
}
