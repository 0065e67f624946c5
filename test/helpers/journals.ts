import { randomBytes } from 'node:crypto';
import type { ImportedEntry } from '../../server/core/commands';
import { type LocalJournal, type LocalJournalOptions, openLocalJournal } from '../../server/journal/local/localJournal';
import { type Cid, GENERAL, type MemberId, newCid } from '../../server/protocol/ids';
import { aClaim } from './commands';
import { silentLog } from './testServer';

/** A journal with one member who can speak. */
export interface SpokenJournal {
  readonly journal: LocalJournal;
  readonly say: (text: string) => Promise<void>;
  readonly remove: (seq: number) => Promise<void>;
  readonly edit: (seq: number, text: string) => Promise<void>;
  readonly add: (entries: readonly ImportedEntry[]) => Promise<void>;
}

export async function spokenJournal(dataDir: string, over: Partial<LocalJournalOptions> = {}): Promise<SpokenJournal> {
  const journal = openLocalJournal({ dataDir, log: silentLog, ...over });
  const member = `m-${'a'.repeat(32)}` as MemberId;
  const key = new Uint8Array(32);
  const cid = '00000000-0000-0000-0000-000000000001' as Cid;
  await journal.submit(aClaim({ cid, member, name: 'ana', storedKey: key, serverKey: key }));
  return {
    journal,
    say: async (text) => {
      const posted = { kind: 'post', cid: newCid(Date.now(), randomBytes(16)), room: GENERAL, member, text } as const;
      const outcome = await journal.submit<'post'>(posted);
      if (!outcome.ok) throw new Error(outcome.error.code);
    },
    remove: async (seq) => {
      const outcome = await journal.submit<'delete'>({ kind: 'delete', room: GENERAL, member, seq });
      if (!outcome.ok) throw new Error(outcome.error.code);
    },
    edit: async (seq, text) => {
      const [entry] = journal.state.page({ room: GENERAL, after: seq - 1, limit: 1 });
      const rev = entry?.kind === 'message' ? entry.rev : undefined;
      const outcome = await journal.submit<'edit'>({ kind: 'edit', room: GENERAL, member, seq, rev, text });
      if (!outcome.ok) throw new Error(outcome.error.code);
    },
    add: async (entries) => {
      const outcome = await journal.submit<'import'>({ kind: 'import', room: GENERAL, entries });
      if (!outcome.ok) throw new Error(outcome.error.code);
    },
  };
}
