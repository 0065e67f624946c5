import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../helpers/node';
import type { Peer } from './peer';
import { startProgram } from './program';

const MEMORY = '/dev/shm';

/**
 * Our server as anybody runs it: on disk, with its history file, every check on. It runs from a copy in `dir`, so that a
 * build in the meantime does not change what is measured.
 */
export function alongside(dir: string, nodeArgs: readonly string[] = []): Peer {
  const file = path.join(dir, 'server.js');
  copyFileSync(path.join(root, 'dist/server.js'), file);
  return {
    name: 'alongside',
    title: 'Alongside',
    durable: true,
    from: 'here',
    dialect: 'alongside',
    start: (data) => startProgram({ file, args: ['serve', '--port', '0', '--data', data], nodeArgs }),
  };
}

/** The same without a disk, to see what durability costs. Runs after `alongside`, from the same copy. */
export function alongsideInMemory(dir: string): Peer {
  return {
    name: 'alongsideInMemory',
    title: 'Alongside, no disk',
    durable: false,
    from: 'here',
    dialect: 'alongside',
    absent: () => (existsSync(MEMORY) ? undefined : 'this system has no memory file system'),
    start: async () => {
      const data = mkdtempSync(path.join(MEMORY, 'alongside-bench-'));
      const args = ['serve', '--port', '0', '--data', data, '--transcript', 'off'];
      const server = await startProgram({ file: path.join(dir, 'server.js'), args });
      return {
        ...server,
        async [Symbol.asyncDispose]() {
          await server[Symbol.asyncDispose]();
          rmSync(data, { recursive: true, force: true });
        },
      };
    },
  };
}
