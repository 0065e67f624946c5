import { DatabaseSync } from 'node:sqlite';
import { ServerId } from '../protocol/ids';
import { Sha256 } from '../protocol/model';

/** Whose database it is, and of which files it has all bytes. Of a copy that was settled. */
export function contentsOf(file: string): { readonly server: ServerId; readonly files: readonly Sha256[] } {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const server = ServerId.parse(db.prepare('SELECT server FROM team').get()?.['server']);
    const rows = db.prepare('SELECT DISTINCT hash FROM file WHERE state = 1 ORDER BY hash').all();
    return { server, files: rows.map(({ hash }) => Sha256.parse(hash)) };
  } finally {
    db.close();
  }
}
