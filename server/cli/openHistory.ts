import path from 'node:path';
import type { Log } from '../core/ports';
import type { Journal } from '../journal/journal';
import { openLocalJournal } from '../journal/local/localJournal';
import { readLease } from '../lease';
import { RoomId } from '../protocol/ids';
import { CannotOpen } from '../state/open';
import { EXIT, EXIT_OF, Refusal } from './exit';

/** Opens the history for a command that needs it to itself. Throws Refusal. */
export const openHistory = (dataDir: string): Journal =>
  refusing(dataDir, () => openLocalJournal({ dataDir, log: silent }));

/** Says of a database that cannot be opened what a person can do about it. */
export function refusing<T>(dataDir: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    if (error.code !== 'E_DATA_IN_USE') throw new Refusal(error.code, EXIT_OF[error.code], error.message);
    const lease = readLease(dataDir);
    const by = lease ? `by the server at ${lease.url} (process ${lease.pid})` : 'by another program';
    throw new Refusal(error.code, EXIT.dataInUse, `${dataDir} is in use ${by}. Stop it first.`, lease?.url);
  }
}

/** The id of a room that the history has. Throws Refusal. */
export function roomIn(journal: Journal, given: string): RoomId {
  const id = RoomId.safeParse(given);
  if (id.success && journal.state.room(id.data)) return id.data;
  const known = journal.state.rooms().map((room) => room.id);
  throw new Refusal('E_NOT_FOUND', EXIT.usage, `There is no room "${given}". There is: ${known.join(', ')}.`);
}

export const dataDirOf = (given: string | undefined, otherwise: string): string => path.resolve(given ?? otherwise);

/** What goes wrong comes back as an outcome or is thrown: these commands say it themselves. */
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
