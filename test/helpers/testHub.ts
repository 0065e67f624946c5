import { Hub } from '../../server/hub/hub';
import { type LocalJournal, openLocalJournal } from '../../server/journal/local/localJournal';
import type { ServerLimits } from '../../server/protocol/limits';
import { LIFTED } from './lifted';
import { tempDir } from './tempDir';
import { silentLog } from './testServer';

export interface TestHub extends AsyncDisposable {
  readonly hub: Hub;
  readonly journal: LocalJournal;
  /** Another hub over the same data, as after a restart. */
  reopen(): Promise<Hub>;
}

/** A hub over a journal of its own, with no limit of pace. */
export function testHub(limits: Partial<ServerLimits> = {}): TestHub {
  const dir = tempDir();
  const open = () => {
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    const encode = (text: string) => Buffer.from(text);
    const hub = new Hub({ journal, log: silentLog, app: 'alongside/test', encode, limits: { ...LIFTED, ...limits } });
    return { hub, journal };
  };
  let now = open();
  const close = () => {
    now.hub[Symbol.dispose]();
    return now.journal.close();
  };
  return {
    get hub() {
      return now.hub;
    },
    get journal() {
      return now.journal;
    },
    async reopen() {
      await close();
      now = open();
      return now.hub;
    },
    async [Symbol.asyncDispose]() {
      await close();
      dir[Symbol.dispose]();
    },
  };
}
