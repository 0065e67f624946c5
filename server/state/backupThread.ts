import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Damaged, type Source, makeBackup } from './backup';

export interface RunningBackup {
  readonly done: Promise<string>;
  stop(): void;
}

type Told =
  | { readonly kind: 'copied' }
  | { readonly kind: 'done'; readonly backup: string }
  | { readonly kind: 'damaged'; readonly file: string; readonly damage: readonly string[] };

/** `makeBackup` in a thread of its own: reading all of a database takes longer than anybody should wait. */
export function backUpInThread({ onCopied, ...source }: Source): RunningBackup {
  // The bundle is one file, and this is in it: server/main.ts hands a thread on to here.
  const worker = new Worker(__filename, { workerData: source });
  const done = new Promise<string>((resolve, reject) => {
    worker.on('message', (told: Told) => {
      if (told.kind === 'copied') onCopied?.();
      else if (told.kind === 'done') resolve(told.backup);
      else reject(new Damaged(told.file, told.damage));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the backup was stopped')));
  });
  return { done, stop: () => void worker.terminate() };
}

function runInThread(tell: (told: Told) => void): void {
  try {
    const backup = makeBackup({ ...(workerData as Source), onCopied: () => tell({ kind: 'copied' }) });
    tell({ kind: 'done', backup });
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    tell({ kind: 'damaged', file: error.file, damage: error.damage });
  }
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  runInThread((told) => port.postMessage(told));
}
