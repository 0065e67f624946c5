import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../helpers/node';

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  /** Files of the project by their path without extension (`server/core/apply`), packages and Node's modules by their name. */
  readonly imports: readonly string[];
}

const layers = ['server', 'src', 'webview'] as const;

/** Every TypeScript file of the layers. */
export function projectSources(): SourceFile[] {
  return layers.flatMap((layer) =>
    readdirSync(path.join(root, layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${layer}/${name.split(path.sep).join('/')}`)
      .map((file) => sourceFile(file, readFileSync(path.join(root, file), 'utf8'))),
  );
}

/** Reads what a file imports: types, re-exports and `import()` count as well. */
export function sourceFile(file: string, text: string): SourceFile {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return { path: file, imports: importedFiles.map(({ fileName }) => resolve(file, fileName)) };
}

function resolve(from: string, target: string): string {
  return target.startsWith('.') ? path.posix.join(path.posix.dirname(from), target) : target;
}
