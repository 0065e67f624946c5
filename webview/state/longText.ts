import type { PageState } from './model';
import { counter } from './selectors';
import { readDraft } from './slash';

/** What was pasted last: as it stands in the draft, and as it was before a block was put around it. */
export interface Pasted {
  readonly put: string;
  readonly text: string;
  readonly language: string;
}

/** A part of the draft that may go as a file instead. */
export interface Fileable {
  readonly put: string;
  readonly text: string;
  readonly name: string;
  /** As a message it cannot go. */
  readonly isOver: boolean;
}

const LONG_CHARS = 4_000;
const LONG_LINES = 40;

export const isLong = (text: string): boolean => text.length >= LONG_CHARS || text.split('\n').length >= LONG_LINES;

const EXTENSIONS: Readonly<Record<string, string>> = {
  c: 'c',
  cpp: 'cpp',
  csharp: 'cs',
  css: 'css',
  diff: 'diff',
  go: 'go',
  html: 'html',
  java: 'java',
  javascript: 'js',
  javascriptreact: 'jsx',
  json: 'json',
  jsonc: 'jsonc',
  kotlin: 'kt',
  log: 'log',
  markdown: 'md',
  php: 'php',
  powershell: 'ps1',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  scss: 'scss',
  shellscript: 'sh',
  sql: 'sql',
  swift: 'swift',
  toml: 'toml',
  typescript: 'ts',
  typescriptreact: 'tsx',
  xml: 'xml',
  yaml: 'yaml',
};

/** The long text that was pasted, or else the whole draft where that is too long for a message. */
export function fileable({ draft, pasted, acts, attached }: PageState): Fileable | undefined {
  if (acts.editing || readDraft(draft).is !== 'text') return undefined;
  const isOver = counter(draft)?.over === true;
  const named = (base: string, extension: string): string => {
    const isTaken = (name: string) => attached.some((file) => file.name === name);
    let name = `${base}.${extension}`;
    for (let n = 2; isTaken(name); n += 1) name = `${base}-${n}.${extension}`;
    return name;
  };
  if (pasted && draft.includes(pasted.put)) {
    const { put, text, language } = pasted;
    return { put, text, name: named('pasted', EXTENSIONS[language] ?? 'txt'), isOver };
  }
  return isOver ? { put: draft, text: draft, name: named('message', 'md'), isOver } : undefined;
}
