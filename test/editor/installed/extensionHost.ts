import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import type { Editor } from './editors';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Kills the extension host of an editor's window, without a word. */
export function killExtensionHost({ server }: Pick<Editor, 'server'>): void {
  const all = processes();
  const isOfEditor = ({ pid, parent }: Process): boolean => {
    if (pid === server.pid) return true;
    const above = all.find((one) => one.pid === parent);
    return above !== undefined && isOfEditor(above);
  };
  const hosts = all.filter((one) => one.command.includes('--type=extensionHost') && isOfEditor(one));
  assert.notEqual(hosts.length, 0, 'the editor has no extension host');
  for (const { pid } of hosts) process.kill(pid, 'SIGKILL');
}

/** As Linux tells them: a bare machine has no `ps`. */
function processes(): readonly Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return [{ pid: Number(pid), parent: Number(parent), command }];
    } catch {
      return []; // it has ended since
    }
  });
}
