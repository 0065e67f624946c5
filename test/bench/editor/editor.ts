import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { GENERAL, newCid } from '../../../server/protocol/ids';
import { inputBox, palette, quickPick } from '../../editor/installed/actions';
import { activationMs } from '../../editor/installed/activationTime';
import { addressStep, chatPage, nameStep } from '../../editor/installed/chatPage';
import { reloadWindow } from '../../editor/installed/reload';
import { type Editors, openEditors } from '../../editor/installed/editors';
import { openWindow } from '../../editor/host/browser';
import { type EditorServer, startEditorServer } from '../../editor/host/editorServer';
import { steadySettings } from '../../editor/host/quiet';
import { WireConnection, aNewcomer } from '../../helpers/wireConnection';
import { cpuSeconds, residentBytes } from '../machine';
import type { Peer, PeerServer } from '../peers/peer';
import { median, rounded } from '../statistics';

export interface EditorPlan {
  readonly reloads: number;
  readonly joins: number;
  readonly idleMs: number;
}

/** The extension in a real VS Code: over what an editor without it needs, where it says more. */
export interface EditorResult {
  readonly activateMs: number;
  /** In a window that was just loaded: from the name being entered until the room's newest message is on the screen. */
  readonly joinMs: number;
  /** Of the extension host when joined and nothing happens, more than without the extension. */
  readonly idleCpuPercent: number | undefined;
  readonly memoryMiB: number | undefined;
}

const HISTORY = 300;
const SETTLE_MS = 5_000;

type Say = (line: string) => void;

export async function runEditor(peer: Peer, dir: string, plan: EditorPlan, say: Say): Promise<EditorResult> {
  const data = mkdtempSync(path.join(dir, 'editor-'));
  await using server = await peer.start(data);
  const newest = await talk(server);
  say('extension: opening two editors, one without it');
  const editors = await openEditors({ users: ['ana'], chatPort: server.port });
  try {
    const bare = await openBare(editors, dir);
    try {
      return await measure(editors, bare, { ...plan, newest, say });
    } finally {
      await bare.stop();
    }
  } finally {
    await editors.close();
  }
}

interface Measuring extends EditorPlan {
  readonly newest: string;
  readonly say: Say;
}

async function measure(
  editors: Editors<'ana'>,
  bare: EditorServer,
  { reloads, joins, idleMs, newest, say }: Measuring,
): Promise<EditorResult> {
  const { page, server } = editors.of.ana;
  const activations: number[] = [];
  for (let i = 0; i < reloads; i++) {
    say(`extension: activating, ${i + 1} of ${reloads}`);
    await page.reload();
    activations.push(await activationMs(page));
  }
  const joined: number[] = [];
  for (let i = 0; i < joins; i++) {
    say(`extension: joining, ${i + 1} of ${joins}`);
    await reloadWithout(page);
    joined.push(await join(editors, `ana${i}`, newest));
    if (i < joins - 1) await palette(page, 'Chat: Exit');
  }
  await pause(SETTLE_MS);
  say('extension: idle');
  const idle = await idleOf([server.pid, bare.pid], idleMs);
  return {
    activateMs: rounded(median(activations) ?? NaN),
    joinMs: rounded(median(joined) ?? NaN),
    idleCpuPercent: idle && Math.max(0, rounded(((idle[0]!.cpu - idle[1]!.cpu) / (idleMs / 1_000)) * 100)),
    memoryMiB: idle && rounded((idle[0]!.bytes - idle[1]!.bytes) / 2 ** 20),
  };
}

async function talk(server: PeerServer): Promise<string> {
  using connection = await WireConnection.open(`ws://${server.host}:${server.port}/chat`);
  await connection.signIn(aNewcomer('ben'));
  for (let i = 1; i <= HISTORY; i++) {
    await connection.value('post', { cid: newCid(Date.now(), randomBytes(16)), room: GENERAL, text: `number ${i}` });
  }
  return `number ${HISTORY}`;
}

/** No tab is open when the window is back. */
async function reloadWithout(page: Page): Promise<void> {
  if ((await page.locator('.tabs-container .tab').count()) > 0) await palette(page, 'View: Close All Editors');
  await reloadWindow(page, false);
}

async function join(editors: Editors<'ana'>, name: string, newest: string): Promise<number> {
  const editor = editors.of.ana;
  await palette(editor.page, 'Chat: Join');
  await quickPick(editor.page, /Enter Address/);
  await addressStep(editor.page).waitFor();
  await inputBox(editor.page, `127.0.0.1:${editors.chatPort}`);
  await nameStep(editor.page).waitFor();
  const start = performance.now();
  await inputBox(editor.page, name);
  await chatPage(editor).message(newest).waitFor();
  return performance.now() - start;
}

async function openBare(editors: Editors<'ana'>, dir: string): Promise<EditorServer> {
  const dataDir = mkdtempSync(path.join(dir, 'bare-'));
  const server = await startEditorServer({ dataDir, settings: steadySettings });
  const folder = path.join(dataDir, 'project');
  mkdirSync(folder);
  await openWindow(await editors.browser.newContext(), server.url, folder);
  return server;
}

interface Used {
  readonly cpu: number;
  readonly bytes: number;
}

/** What the extension hosts of these editor servers use in the same while. Undefined where the system does not tell. */
async function idleOf(servers: readonly number[], ms: number): Promise<readonly Used[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const hosts = servers.map(extensionHostOf);
  const before = hosts.map((pid) => cpuSeconds(pid) ?? 0);
  await pause(ms);
  return hosts.map((pid, i) => ({ cpu: (cpuSeconds(pid) ?? 0) - before[i]!, bytes: residentBytes(pid) ?? 0 }));
}

function extensionHostOf(server: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const hosts = pids.filter((pid) => parentOf(pid) === server && commandOf(pid).includes('--type=extensionHost'));
  if (hosts.length === 0) throw new Error('there is no extension host');
  // A reloaded window leaves the one before it for a while.
  return Math.max(...hosts.map(Number));
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // it has ended
  }
};
const parentOf = (pid: string): number => Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]);
const commandOf = (pid: string): string => read(`/proc/${pid}/cmdline`);
