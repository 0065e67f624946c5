import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../helpers/node';
import type { Peer } from './peer';
import { startProgram } from './program';

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
