import { execFile } from 'node:child_process';
import { homedir, userInfo } from 'node:os';
import { checkName } from '../../server/protocol/names';

const GIT_MS = 1_000;

/** The git user's name, else the computer user's; empty when neither can be a name here. Never takes longer than a second. */
export async function suggestedName(folder: string | undefined): Promise<string> {
  for (const name of [await gitName(folder ?? homedir()), userName()]) {
    const checked = checkName(name.trim());
    if (checked.ok) return checked.value.shown;
  }
  return '';
}

function gitName(folder: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      'git',
      ['config', '--get', 'user.name'],
      { cwd: folder, timeout: GIT_MS, windowsHide: true },
      (error, out) => resolve(error ? '' : out),
    );
  });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
