import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import { textOf } from '../../../server/protocol/transcript';
import { sendFile } from '../../helpers/files';
import { spokenJournal } from '../../helpers/journals';
import { tempDir } from '../../helpers/tempDir';

describe('a message with a file', () => {
  it('is known again in its own export, where the file is a line', async () => {
    using dir = tempDir();
    const { journal } = await spokenJournal(dir.path);
    const [ana] = journal.state.people();
    assert.ok(ana);
    await sendFile(journal, { member: ana.id });
    const [sent] = journal.state.page({ room: GENERAL, limit: 1 });
    assert.ok(sent?.kind === 'message');
    assert.equal(textOf(sent), '[notes.txt, 5 B]');
    const entries = [{ kind: 'message', name: sent.name, at: sent.at, text: textOf(sent) } as const];
    const imported = await journal.submit<'import'>({ kind: 'import', room: GENERAL, entries });
    assert.deepEqual(imported, { ok: true, value: { added: 0, present: 1 } });
    await journal.close();
  });
});
