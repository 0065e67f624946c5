import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listBackups, makeBackup } from '../../../server/state/backup';
import { backupsFolder } from '../../../server/state/files';
import { openDatabase } from '../../../server/state/open';
import { tempDir } from '../../helpers/tempDir';

describe('the backups', () => {
  it('are kept of the newest seven days that have one, and nothing else is touched', () => {
    using dir = tempDir();
    openDatabase(dir.file('chat.db')).close();
    const folder = backupsFolder(dir.path);
    mkdirSync(folder);
    const old = Array.from({ length: 9 }, (_, day) => `chat-2020-01-1${day}T120000.db`);
    for (const name of [...old, 'chat-2020-01-18T130000.db', 'notes.txt']) writeFileSync(path.join(folder, name), '');
    const made = makeBackup({ file: dir.file('chat.db'), dataDir: dir.path });
    const kept = listBackups(dir.path).map((file) => path.basename(file));
    assert.deepEqual(kept, [path.basename(made), 'chat-2020-01-18T130000.db', ...old.slice(3).reverse()]);
  });

  it('of one second have names of their own', () => {
    using dir = tempDir();
    openDatabase(dir.file('chat.db')).close();
    const names = [1, 2, 3].map(() => makeBackup({ file: dir.file('chat.db'), dataDir: dir.path }));
    assert.deepEqual(listBackups(dir.path), names.reverse());
  });
});
