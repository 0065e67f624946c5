import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
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

function processes(): readonly Process[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
