import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasScreen } from '../host/executable';
import { vsixFile } from '../host/places';
import { quietSettings } from '../host/quiet';
import type { OpenedEditor } from './openedEditor';

const windows = process.platform === 'win32';

/** Whether there is a desktop VS Code on the path, and a screen to open it on. */
export function hasDesktop(): boolean {
  return hasScreen() && spawnSync('code', ['--version'], { shell: windows, stdio: 'ignore' }).status === 0;
}

/** Desktop VS Code with settings and extensions of its own: nothing of the person's own set-up changes. */
export function openDesktopEditor(home: string, folder: string): OpenedEditor {
  const profile = profileArgs(home, 'desktop');
  writeSettings(desktopDataDir(home));
  code([...profile, '--install-extension', vsixFile, '--force']);
  const window = spawn('code', [...profile, '--new-window', '--wait', folder], { shell: windows, stdio: 'ignore' });
  const second = profileArgs(home, 'desktop-2');
  return {
    instructions: [
      'VS Code is open. Press F1, choose "Chat: Join", and type a name.',
      '',
      'A second person, in another window:',
      `  code ${second.join(' ')} --install-extension ${vsixFile}`,
      `  code ${second.join(' ')} --new-window ${path.dirname(folder)}`,
    ],
    ended: new Promise((resolve) => window.once('exit', resolve)),
    stop: () => Promise.resolve(void window.kill()),
  };
}

export const desktopDataDir = (home: string): string => path.join(home, 'desktop');

function profileArgs(home: string, name: string): string[] {
  return ['--user-data-dir', path.join(home, name), '--extensions-dir', path.join(home, `${name}-extensions`)];
}

function code(args: readonly string[]): void {
  const result = spawnSync('code', args, { shell: windows, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`code ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
}

function writeSettings(dataDir: string): void {
  const file = path.join(dataDir, 'User/settings.json');
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(quietSettings, undefined, 2));
}
