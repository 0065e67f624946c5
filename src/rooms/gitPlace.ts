import { type Uri, window, workspace } from 'vscode';
import { type GitPlace, readGitPlace } from './readGitPlace';

/** The repository that is open in this window, where there is one. Read from its files: Git may be on another computer. */
export async function gitPlace(): Promise<GitPlace | undefined> {
  const folder = currentFolder();
  if (!folder) return undefined;
  const read = async (path: string) => {
    try {
      return Buffer.from(await workspace.fs.readFile(folder.with({ path }))).toString('utf8');
    } catch {
      return undefined;
    }
  };
  return readGitPlace(folder.path, read);
}

function currentFolder(): Uri | undefined {
  const active = window.activeTextEditor?.document.uri;
  const around = active && workspace.getWorkspaceFolder(active);
  return (around ?? workspace.workspaceFolders?.[0])?.uri;
}
