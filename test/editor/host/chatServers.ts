import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../helpers/eventually';

/**
 * Ends the chat servers that the extension started: on purpose, they outlive the window. Their leases name them, in what
 * extensions store in the `User` folder of an editor.
 */
export async function stopChatServers(userDir: string): Promise<void> {
  for (const pid of leasesIn(path.join(userDir, 'globalStorage'))) {
    signal(pid, 'SIGTERM');
    try {
      await eventually(() => !signal(pid, 0));
    } catch {
      signal(pid, 'SIGKILL');
    }
  }
}

function leasesIn(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const leases = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => path.basename(name) === 'server.json',
  );
  return leases.map((name) => (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { pid: number }).pid);
}

/** Whether there is such a process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
