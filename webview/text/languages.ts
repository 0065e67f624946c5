import type { Language } from './model';

/** Id of the editor, name, and what else people write behind a fence. */
const LANGUAGES: readonly (readonly [id: string, label: string, ...aliases: string[]])[] = [
  ['bat', 'Batch', 'cmd', 'batch'],
  ['c', 'C', 'h'],
  ['clojure', 'Clojure', 'clj'],
  ['cpp', 'C++', 'c++', 'cc', 'cxx', 'hpp'],
  ['csharp', 'C#', 'c#', 'cs'],
  ['css', 'CSS'],
  ['dart', 'Dart'],
  ['diff', 'Diff', 'patch'],
  ['dockerfile', 'Dockerfile', 'docker'],
  ['elixir', 'Elixir', 'ex', 'exs'],
  ['fsharp', 'F#', 'f#', 'fs'],
  ['go', 'Go', 'golang'],
  ['graphql', 'GraphQL', 'gql'],
  ['haskell', 'Haskell', 'hs'],
  ['html', 'HTML', 'htm'],
  ['ini', 'INI', 'conf'],
  ['java', 'Java'],
  ['javascript', 'JavaScript', 'js', 'mjs', 'cjs', 'node'],
  ['javascriptreact', 'JavaScript JSX', 'jsx'],
  ['json', 'JSON'],
  ['jsonc', 'JSON with comments', 'json5'],
  ['jsonl', 'JSON lines', 'ndjson'],
  ['julia', 'Julia', 'jl'],
  ['kotlin', 'Kotlin', 'kt'],
  ['latex', 'LaTeX', 'tex'],
  ['log', 'Log'],
  ['lua', 'Lua'],
  ['makefile', 'Makefile', 'make', 'mk'],
  ['markdown', 'Markdown', 'md'],
  ['objective-c', 'Objective-C', 'objc'],
  ['perl', 'Perl', 'pl'],
  ['php', 'PHP'],
  ['plaintext', 'Plain text', 'text', 'txt'],
  ['powershell', 'PowerShell', 'ps1', 'pwsh'],
  ['python', 'Python', 'py', 'python3'],
  ['r', 'R'],
  ['ruby', 'Ruby', 'rb'],
  ['rust', 'Rust', 'rs'],
  ['scala', 'Scala'],
  ['scss', 'SCSS', 'sass'],
  ['shellscript', 'Shell', 'sh', 'bash', 'zsh', 'shell', 'console', 'shell-session'],
  ['sql', 'SQL'],
  ['svelte', 'Svelte'],
  ['swift', 'Swift'],
  ['toml', 'TOML'],
  ['typescript', 'TypeScript', 'ts', 'mts', 'cts'],
  ['typescriptreact', 'TypeScript JSX', 'tsx'],
  ['vue', 'Vue'],
  ['xml', 'XML', 'svg'],
  ['yaml', 'YAML', 'yml'],
  ['zig', 'Zig'],
];

const BY_NAME: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.flatMap(([id, label, ...aliases]) => [id, ...aliases].map((name) => [name, { id, label }] as const)),
);

const NAME = /^[\w+#.-]{1,30}$/;
const LONGEST = 200;

/** What stands behind a fence: a language, or whatever somebody wrote there. */
export function languageOf(info: string | undefined): Language | undefined {
  const shown = (info ?? '').trim();
  const [word = ''] = shown.split(/\s/, 1);
  if (word === '') return undefined;
  return BY_NAME.get(word.toLowerCase()) ?? { id: NAME.test(word) ? word.toLowerCase() : '', label: short(shown) };
}

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
