import type { FileBytes } from '../../server/hub/fileDesk';
import { Hub } from '../../server/hub/hub';
import { type LocalJournal, openLocalJournal } from '../../server/journal/local/localJournal';
import type { ServerLimits } from '../../server/protocol/limits';
import { HubClient } from './hubClient';
import { LIFTED } from './lifted';
import { tempDir } from './tempDir';
import { silentLog } from './testServer';

/** Where files are about who may, not about what is in them. */
export const noBytes: FileBytes = { offsetOf: () => Promise.resolve(0), hasRoomFor: () => Promise.resolve(true) };

export interface TestHub extends AsyncDisposable {
  readonly hub: Hub;
  readonly journal: LocalJournal;
  /** Somebody new, or in another window. */
  entered(who: string | HubClient): Promise<HubClient>;
  /** Another hub over the same data, as after a restart. */
  reopen(): Promise<Hub>;
}

interface TestHubOptions extends Partial<ServerLimits> {
  readonly mustBeInvited?: boolean;
  /** The time, as the journal takes it. */
  readonly clock?: () => number;
}

/** A hub over a journal of its own, with no limit of pace but those that are given. */
export function testHub({ mustBeInvited = false, clock = Date.now, ...limits }: TestHubOptions = {}): TestHub {
  const dir = tempDir();
  const open = () => {
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog, now: clock });
    const encode = (text: string) => Buffer.from(text);
    const paced = { ...LIFTED, ...limits };
    const app = 'alongside/test';
    const hub = new Hub({ journal, log: silentLog, app, encode, limits: paced, mustBeInvited, files: noBytes });
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
    async entered(who) {
      const client = new HubClient(now.hub);
      await client.enter(typeof who === 'string' ? who : who.identity);
      return client;
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
