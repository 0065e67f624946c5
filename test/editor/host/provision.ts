import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from './places';
import { npmCi } from './npm';
import { slimDown } from './slim';

/** A real VS Code: its web server, workbench and Node extension host, as code-server packs them. */
export interface EditorBuild {
  /** The script that is VS Code's server. */
  readonly server: string;
  readonly version: string;
}

const pinned = path.join(import.meta.dirname, 'pinned');
const stubs = path.join(import.meta.dirname, 'stubs');

/** Installs the editor into the cache unless it is there, from the npm registry alone. */
export function provisionEditor(say: (line: string) => void): EditorBuild {
  const target = path.join(cacheDir, `editor-${fingerprint()}`);
  if (!existsSync(path.join(target, 'complete'))) {
    const startedAt = performance.now();
    say('Installing the web build of VS Code (once, about 150 MB)');
    install(target);
    say(`Installed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  return buildIn(target);
}

function buildIn(target: string): EditorBuild {
  const vscode = path.join(target, 'node_modules/code-server/lib/vscode');
  const manifest = JSON.parse(readFileSync(path.join(vscode, 'package.json'), 'utf8')) as { version: string };
  return { server: path.join(vscode, 'out/server-main.js'), version: manifest.version };
}

/** Of everything that decides what is installed; another one means another folder. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const scripts = ['provision.ts', 'slim.ts'].map((name) => path.join(import.meta.dirname, name));
  const copied = [pinned, stubs].flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));
  for (const file of [...scripts, ...copied.sort()]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** Two runs may install at once: each builds its own folder, and the first to finish is kept. */
function install(target: string): void {
  const building = `${target}.${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  cpSync(pinned, building, { recursive: true });
  // Our lock holds the checksum of every package; VS Code's own modules have theirs in the shrinkwrap of that package.
  npmCi(building);
  const vscode = path.join(building, 'node_modules/code-server/lib/vscode');
  npmCi(vscode, '--omit=dev', '--omit=optional', '--legacy-peer-deps');
  slimDown(vscode);
  replaceNativeModules(vscode);
  writeFileSync(path.join(building, 'complete'), new Date().toISOString());
  dropOlder(target);
  try {
    renameSync(building, target);
  } catch (error) {
    if (!existsSync(path.join(target, 'complete'))) throw error;
    rmSync(building, { recursive: true, force: true });
  }
}

/** No install script ran, so nothing native was built. VS Code does without these two, but complains at every start. */
function replaceNativeModules(vscode: string): void {
  for (const name of ['spdlog', 'native-watchdog']) {
    cpSync(path.join(stubs, `${name}.cjs`), path.join(vscode, `node_modules/@vscode/${name}/index.js`));
  }
}

function dropOlder(target: string): void {
  const isOlder = (name: string) => /^editor-[0-9a-f]+$/.test(name) && name !== path.basename(target);
  for (const name of readdirSync(cacheDir).filter(isOlder)) {
    rmSync(path.join(cacheDir, name), { recursive: true, force: true });
  }
}
