import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Editor } from './editors';

/** The files that the extension keeps on the computer of an editor's user, by how their names end. */
export function storedFiles({ dataDir }: Pick<Editor, 'dataDir'>, ends: string): string[] {
  const storage = path.join(dataDir, 'data/User/globalStorage/alongside.alongside');
  if (!existsSync(storage)) return [];
  const names = readdirSync(storage, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ends)).map((name) => path.join(storage, name));
}

/** Kills the server that was started from this editor, without a word. */
export function killChatServer(editor: Pick<Editor, 'dataDir'>): void {
  const [lease] = storedFiles(editor, 'server.json');
  if (lease === undefined) throw new Error('no server was started here');
  process.kill((JSON.parse(readFileSync(lease, 'utf8')) as { pid: number }).pid, 'SIGKILL');
}
