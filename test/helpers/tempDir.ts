import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface TempDir extends Disposable {
  readonly path: string;
  file(name: string): string;
}

/** A folder of one test's own, gone at the end of its scope. */
export function tempDir(): TempDir {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'alongside-'));
  return {
    path: dir,
    file: (name) => path.join(dir, name),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}
