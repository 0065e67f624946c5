import type { Journal } from '../../server/journal/journal';
import { openLocalJournal } from '../../server/journal/local/localJournal';
import type { Entry } from '../../server/protocol/model';
import { GENERAL } from '../../server/protocol/ids';
import type { HistoryEvent } from './historyChecker';
import { silentLog } from './testServer';
import { seenOf } from './wireClient';

/** What a database holds that no server has open, for a history checker. */
export async function dumpDatabase(dataDir: string): Promise<HistoryEvent> {
  const { epoch, entries } = await readDatabase(dataDir);
  return { event: 'dump', epoch, rooms: { [GENERAL]: entries.map(seenOf) } };
}

export async function readDatabase(dataDir: string): Promise<{ readonly epoch: string; readonly entries: Entry[] }> {
  const journal: Journal = openLocalJournal({ dataDir, log: silentLog });
  try {
    return { epoch: journal.state.epoch, entries: [...journal.state.entries(GENERAL)] };
  } finally {
    await journal.close();
  }
}
