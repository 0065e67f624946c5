import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder of its own that goes with the scope. */
export function tempDir(): Disposable & { readonly path: string; file(name: string): string } {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'alongside-'));
  return {
    path: dir,
    file: (name) => path.join(dir, name),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}
