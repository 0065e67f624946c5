import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { typescriptArgs } from '../../helpers/node';
import { cacheDir } from './places';

export interface Executable {
  readonly path: string;
  readonly isStandIn: boolean;
}

const updates = 'https://update.code.visualstudio.com';

/**
 * Desktop VS Code where it can be downloaded and has a screen to open on, else the web build in its place.
 * ALONGSIDE_TEST_HOST=desktop or web decides it; VSCODE_EXECUTABLE names a desktop VS Code that is there.
 */
export async function provideExecutable(say: (line: string) => void): Promise<Executable> {
  const own = process.env['VSCODE_EXECUTABLE'];
  if (own !== undefined) return { path: own, isStandIn: false };
  const wanted = process.env['ALONGSIDE_TEST_HOST'];
  const desktop = wanted === undefined ? hasScreen() && (await canDownload()) : wanted === 'desktop';
  if (!desktop) {
    say('Using the web build of VS Code');
    return { path: writeStandIn(), isStandIn: true };
  }
  say('Using desktop VS Code');
  return { path: await downloadAndUnzipVSCode({ version: 'stable', cachePath: cacheDir }), isStandIn: false };
}

/** Electron needs a display, and refuses to be root without one of its sandboxes. */
export function hasScreen(): boolean {
  if (process.platform !== 'linux') return true;
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  return display !== undefined && display !== '' && process.getuid?.() !== 0;
}

async function canDownload(): Promise<boolean> {
  try {
    return (await fetch(`${updates}/api/releases/stable`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** @vscode/test-electron starts a file, so the stand-in is one. */
function writeStandIn(): string {
  const file = path.join(cacheDir, 'stand-in');
  const command = [process.execPath, ...typescriptArgs, path.join(import.meta.dirname, 'standIn.ts')];
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
