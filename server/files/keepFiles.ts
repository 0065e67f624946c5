import type { Log } from '../core/ports';
import type { Journal } from '../journal/journal';
import type { FileStore } from './fileStore';

interface KeeperOptions {
  readonly journal: Journal;
  readonly store: FileStore;
  readonly log: Log;
  /** How long a file is kept that no message carries. */
  readonly unsentMs: number;
}

const LOOK_MS = 60 * 60 * 1000;
const FIRST_LOOK_MS = 1_000;

/** Removes the bytes of files that are none any more: those of deleted messages, and those that were never sent. */
export function keepFiles({ journal, store, log, unsentMs }: KeeperOptions): Disposable {
  const { files } = journal.state;
  const failed = (error: unknown) => log.error('files could not be removed', { error: String(error) });
  const following = journal.follow(({ changes }) => {
    for (const change of changes) {
      if (change.kind !== 'fileGone') continue;
      try {
        store.removePart(change.file);
        if (!files.isNeeded(change.hash)) store.remove(change.hash);
      } catch (error) {
        failed(error);
      }
    }
  });
  const look = async () => {
    await journal.submit<'dropFiles'>({ kind: 'dropFiles', before: Date.now() - unsentMs });
    await store.sweep(files);
  };
  const lookSoon = () => void look().catch(failed);
  const timers = [setTimeout(lookSoon, FIRST_LOOK_MS), setInterval(lookSoon, LOOK_MS)];
  return {
    [Symbol.dispose]: () => {
      following[Symbol.dispose]();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
