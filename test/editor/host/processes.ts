import { readFileSync, readdirSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** What VS Code's server has started to work for it: extension hosts and the like. A chat server is none of them. */
export function workersOf(server: number | undefined): readonly Process[] {
  const all = processes();
  const isBelow = ({ pid, parent }: Process): boolean => {
    if (pid === server) return true;
    const above = all.find((one) => one.pid === parent);
    return above !== undefined && isBelow(above);
  };
  return all.filter((one) => one.command.includes('--type=') && isBelow(one));
}

export const isExtensionHost = ({ command }: Process): boolean => command.includes('--type=extensionHost');

/** Its number may have been given to another one. */
export const isRunning = ({ pid, command }: Process): boolean => processOf(pid)?.command === command;

/** Without a word. */
export function killAll(these: readonly Process[]): void {
  for (const one of these.filter(isRunning)) {
    try {
      process.kill(one.pid, 'SIGKILL');
    } catch {
      // It has ended since.
    }
  }
}

/** As Linux tells them: a bare machine has no `ps`. Elsewhere there are none. */
function processes(): readonly Process[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (processOf(Number(name)) ?? []) : []));
}

/** Undefined when it has ended. */
function processOf(pid: number): Process | undefined {
  try {
    const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { pid, parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') };
  } catch {
    return undefined;
  }
}
