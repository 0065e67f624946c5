import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Look } from '../../../src/highlight/look';
import type { TempDir } from '../../helpers/tempDir';

type Contributes = Look['extensions'][number]['contributes'];

/** An extension in a folder of its own, with its files: text as it is, everything else as JSON. */
export function anExtension(dir: TempDir, contributes: Contributes, files: Readonly<Record<string, unknown>> = {}) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(dir.file(name)), { recursive: true });
    writeFileSync(dir.file(name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { path: dir.path, contributes };
}

export const aLook = (extensions: Look['extensions'], over: Partial<Look> = {}): Look => ({
  extensions,
  brackets: 'together',
  ...over,
});
