import type { ErrorCode } from '../../protocol/codes';
import type { Failure } from '../../protocol/result';
import { StorageLost } from '../../state/fileWatch';
import { SQLITE, sqliteCode } from '../../state/sqliteCode';

/** How the disk takes what is written: `full` tries again, `readOnly` and `damaged` are for good. */
export type Health = 'ok' | 'full' | 'readOnly' | 'damaged';

interface Trouble extends Failure {
  readonly health?: Health;
}

const TROUBLES: Readonly<Record<number, Trouble>> = {
  [SQLITE.readOnly]: { code: 'E_STORAGE_READONLY', health: 'readOnly' },
  [SQLITE.io]: { code: 'E_STORAGE_IO' },
  [SQLITE.full]: { code: 'E_STORAGE_FULL', health: 'full' },
  [SQLITE.corrupt]: { code: 'E_STORAGE_READONLY', health: 'damaged' },
  [SQLITE.notADatabase]: { code: 'E_STORAGE_READONLY', health: 'damaged' },
};

/** What an error of the state means for those who wait, and for what comes after. */
export const failureOf = (error: unknown): Trouble =>
  error instanceof StorageLost
    ? { code: 'E_STORAGE_LOST' }
    : (TROUBLES[sqliteCode(error) ?? 0] ?? { code: 'E_INTERNAL' });

/** Whether a commit went through is known only by opening the files anew. */
export const isOver = (code: ErrorCode): boolean => code === 'E_STORAGE_IO' || code === 'E_STORAGE_LOST';
