import { posix } from 'node:path';

export interface GitPlace {
  /** As the remote calls the repository, else as its folder is called. */
  readonly name: string;
  /** None where a commit is checked out that is no branch. */
  readonly branch?: string;
}

type Read = (path: string) => Promise<string | undefined>;

/** Looks in a folder and those above it. */
export async function readGitPlace(folder: string, read: Read): Promise<GitPlace | undefined> {
  for (let at = folder; ; at = posix.dirname(at)) {
    const place = await placeIn(at, read);
    if (place || posix.dirname(at) === at) return place;
  }
}

async function placeIn(folder: string, read: Read): Promise<GitPlace | undefined> {
  const gitDir = await gitDirOf(folder, read);
  const head = await read(posix.join(gitDir, 'HEAD'));
  if (head === undefined) return undefined;
  const common = (await read(posix.join(gitDir, 'commondir')))?.trim();
  const config = await read(posix.join(common === undefined ? gitDir : absolute(gitDir, common), 'config'));
  const branch = /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1]?.trim();
  const name = remoteName(config ?? '') ?? posix.basename(folder);
  return { name, ...(branch !== undefined && { branch }) };
}

/** A worktree or a submodule has a file that names the folder. */
async function gitDirOf(folder: string, read: Read): Promise<string> {
  const here = posix.join(folder, '.git');
  const elsewhere = /^gitdir: (.+)$/m.exec((await read(here)) ?? '')?.[1]?.trim();
  return elsewhere === undefined ? here : absolute(folder, elsewhere);
}

/** As the path of a Uri: with a slash before a drive letter. */
function absolute(from: string, path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return posix.resolve(from, /^[A-Za-z]:/.test(slashed) ? `/${slashed}` : slashed);
}

/** Of `origin`, else of any remote. */
function remoteName(config: string): string | undefined {
  const url =
    /^\s*\[remote "origin"\][^[]*?^\s*url\s*=\s*(.+)$/m.exec(config)?.[1] ?? /^\s*url\s*=\s*(.+)$/m.exec(config)?.[1];
  return /([^/:\\]+?)(?:\.git)?[/\\]*$/.exec(url?.trim() ?? '')?.[1];
}
