import assert from 'node:assert/strict';
import { openLocalJournal } from '../../server/journal/local/localJournal';
import { silentLog } from '../helpers/testServer';
import { tempDir } from '../helpers/tempDir';
import { fill, headOf, roomId } from './history/fill';
import { commitRate, middleOf, pageTimes } from './history/measure';
import { chance } from './history/words';

describe('a history made for the benchmark', () => {
  it('is one that the journal reads, and that more is posted to', async () => {
    using dir = tempDir();
    const made = fill(dir.file('data'), { messages: 1_003, rooms: 10 });
    const journal = openLocalJournal({ dataDir: made.dataDir, log: silentLog });
    try {
      assert.equal(journal.state.rooms().length, 11);
      for (const room of [0, 2, 3, 9]) {
        assert.equal(journal.state.room(roomId(room))?.head, headOf(made, room));
        const page = journal.state.page({ room: roomId(room), before: middleOf(made, room, 10), limit: 10 });
        assert.deepEqual([page.length, page.at(-1)?.seq], [10, middleOf(made, room, 10) - 1]);
      }
      const random = chance(1);
      assert.ok(pageTimes(journal, made, { where: 'last', limit: 10, reads: 3, random }).p50 > 0);
      assert.ok((await commitRate(journal, made, 2, random)) > 0);
      assert.equal(journal.state.room(roomId(4))?.head, headOf(made, 4) + 20);
    } finally {
      await journal.close();
    }
  });

  it('is the same at every run', () => {
    using dir = tempDir();
    const texts = ['a', 'b'].map((name) => fill(dir.file(name), { messages: 100, rooms: 1 }).textBytes);
    assert.equal(texts[0], texts[1]);
  });
});
