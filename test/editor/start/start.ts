// Builds the extension, starts the chat server, and opens a VS Code with the extension in it: start.ts [FOLDER]
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../helpers/node';
import { stopChatServers } from '../host/chatServers';
import { cacheDir } from '../host/places';
import { startChatServer } from './chatServer';
import { desktopDataDir, hasDesktop, openDesktopEditor } from './desktopEditor';
import { note, step } from './progress';
import { openWebEditor, webDataDir } from './webEditor';

const home = path.join(cacheDir, 'start');

async function main(): Promise<void> {
  const startedAt = performance.now();
  const stopAsked = untilAskedToStop();
  const folder = process.argv[2] === undefined ? exampleFolder() : path.resolve(process.argv[2]);
  const desktop = hasDesktop();
  const userDir = path.join(desktop ? desktopDataDir(home) : path.join(webDataDir(home), 'data'), 'User');
  // Where the extension's own Start Server keeps its data: both are the same server, with the same history.
  const chatDataDir = path.join(userDir, 'globalStorage/alongside.alongside/server');

  await step('Building and packaging the extension', buildPackage);
  const chat = await step('Starting the chat server', () => startChatServer(chatDataDir));
  const editor = await step(desktop ? 'Opening VS Code' : 'Starting the web build of VS Code', () =>
    desktop ? openDesktopEditor(home, folder) : openWebEditor(home, folder),
  );
  chat.process?.once('exit', (code, signal) => {
    note(
      `The chat server ended (${signal ?? code ?? ''}). F1, "Chat: Start Server" starts it again, with all history.`,
    );
  });

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`\nReady after ${seconds} s. The chat server is at ${chat.url}, its history in\n${chatDataDir}\n`);
  for (const line of editor.instructions) console.log(line);
  console.log('\nCtrl+C stops all of it.');

  await Promise.race([stopAsked, editor.ended]);
  console.log('\nStopping …');
  chat.process?.removeAllListeners('exit');
  await editor.stop();
  await stopChatServers(userDir);
}

function buildPackage(): void {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'package'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm run package failed:\n${stdout}${stderr}`);
}

/** Something to chat beside. */
function exampleFolder(): string {
  const folder = path.join(home, 'example');
  mkdirSync(folder, { recursive: true });
  const code = 'export function greet(name: string): string {\n  return `Hello, ${name}!`;\n}\n';
  writeFileSync(path.join(folder, 'greet.ts'), code);
  return folder;
}

/** By Ctrl+C, by a signal, or because the process that started this one is gone. */
function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
