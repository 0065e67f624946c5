import type { SourceFile } from './sources';

/**
 * What each folder may import besides itself: other folders named here (not what lies deeper, when that has a line of its
 * own), packages, and `node:` for all of Node but SQLite. A folder without a line belongs to the one above it.
 */
export const WALLS: Readonly<Record<string, readonly string[]>> = {
  'server/protocol': ['zod/mini'],
  'server/core': ['server/protocol'],
  'server/state': ['server/core', 'server/protocol', 'node:', 'node:sqlite'],
  'server/journal': ['server/core', 'server/protocol'],
  'server/journal/local': ['server/journal', 'server/state', 'server/core', 'server/protocol', 'node:'],
  'server/files': ['server/core', 'server/protocol', 'server/journal', 'node:'],
  'server/hub': ['server/core', 'server/protocol', 'server/journal', 'node:'],
  'server/move': ['server/state', 'server/core', 'server/protocol', 'node:', 'zod/mini'],
  'server/metrics': ['server/core', 'node:', 'prom-client'],
  'server/transport': ['server/files', 'server/hub', 'server/core', 'server/protocol', 'server/journal', 'node:', 'ws'],
  'server/transcript': ['server/core', 'server/protocol', 'server/journal', 'node:', 'zod/mini'],
  server: [
    'server/protocol',
    'server/core',
    'server/state',
    'server/journal',
    'server/journal/local',
    'server/files',
    'server/hub',
    'server/move',
    'server/metrics',
    'server/transport',
    'server/transcript',
    'package.json',
    'node:',
    'pino',
    'zod/mini',
  ],
  src: ['src/highlight', 'server/protocol', 'webview/protocol', '@vscode/l10n', 'vscode', 'ws', 'node:', 'zod/mini'],
  'src/highlight': ['webview/protocol', 'node:', 'zod/mini', '@shikijs/primitive', '@shikijs/engine-javascript'],
  'webview/protocol': ['server/protocol', '@vscode/l10n', 'zod/mini'],
  'webview/text': ['webview/protocol', 'server/protocol', '@vscode/l10n', 'marked'],
  'webview/text/draw': [
    'webview/text',
    'webview/state',
    'webview/protocol',
    'server/protocol',
    '@vscode/l10n',
    'lit',
    'dompurify',
  ],
  'webview/state': ['webview/text', 'webview/protocol', 'server/protocol', '@vscode/l10n', 'zod/mini'],
  'webview/ui': [
    'webview/text',
    'webview/text/draw',
    'webview/state',
    'webview/protocol',
    'server/protocol',
    '@vscode/l10n',
    'lit',
    '@vscode/webview-ui-toolkit',
  ],
  webview: [
    'webview/ui',
    'webview/text/draw',
    'webview/state',
    'webview/protocol',
    'server/protocol',
    '@vscode/l10n',
    'lit',
    'zod/mini',
    '@vscode/codicons',
  ],
};

/** Where a package may be imported, when not everywhere in the folders that may. */
const GATES: Readonly<Record<string, string>> = {
  '@vscode/webview-ui-toolkit': 'webview/ui/toolkit.ts',
  marked: 'webview/text/parse.ts',
  dompurify: 'webview/text/draw/purify.ts',
};

/** One sentence per import that crosses a wall. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((target) => !mayImport(path, target)).map((target) => `${path} must not import ${target}`),
  );
}

function mayImport(file: string, target: string): boolean {
  const home = folderOf(file);
  if (home === undefined) return false;
  const gate = GATES[packageOf(target)];
  if (gate !== undefined && gate !== file) return false;
  const place = folderOf(target);
  if (place === home) return true;
  const allowed = WALLS[home] ?? [];
  if (place !== undefined) return allowed.includes(place);
  if (target === 'node:sqlite') return allowed.includes(target);
  if (target.startsWith('node:')) return allowed.includes('node:');
  return allowed.includes(target) || allowed.includes(packageOf(target));
}

/** The innermost folder with a wall around it. */
function folderOf(path: string): string | undefined {
  const around = Object.keys(WALLS).filter((folder) => path.startsWith(`${folder}/`));
  return around.sort((a, b) => b.length - a.length)[0];
}

function packageOf(target: string): string {
  const [first = '', second = ''] = target.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
