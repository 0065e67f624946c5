import { existsSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';

/** The project's root folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** The Node that runs the server and the tests: the one that npm installed with the project, else this one if it has SQLite. */
export function pinnedNode(): string {
  const installed = path.join(root, `node_modules/node-linux-${process.arch}/bin/node`);
  if (process.platform === 'linux' && existsSync(installed)) return installed;
  if (isBuiltin('node:sqlite')) return process.execPath;
  throw new Error(`Node ${process.version} has no node:sqlite. Run npm ci with optional packages, or use Node 24.`);
}

/** Arguments for Node that let it run TypeScript. */
export const typescriptArgs: readonly string[] = [
  '--import',
  createRequire(path.join(root, 'package.json')).resolve('tsx'),
];
