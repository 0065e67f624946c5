import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { GENERAL, RoomId, type ServerId } from '../../../server/protocol/ids';
import { Drafts } from '../../../src/chat/drafts';
import { tempDir } from '../../helpers/tempDir';
import { silent } from '../fixtures';

const A = `s-${'a'.repeat(32)}` as ServerId;
const B = `s-${'b'.repeat(32)}` as ServerId;

describe('the drafts', () => {
  it('are there for the next window, for each server its own', async () => {
    using dir = tempDir();
    const before = new Drafts(dir.path, silent);
    before.set(A, GENERAL, 'one');
    before.set(B, GENERAL, 'two\nlines');
    await before.settled();
    const after = new Drafts(dir.path, silent);
    assert.deepEqual([after.get(A, GENERAL), after.get(B, GENERAL)], ['one', 'two\nlines']);
  });

  it('are each room’s own', async () => {
    using dir = tempDir();
    const design = RoomId.parse('design');
    const before = new Drafts(dir.path, silent);
    before.set(A, GENERAL, 'to all');
    before.set(A, design, 'to some');
    await before.settled();
    const after = new Drafts(dir.path, silent);
    assert.deepEqual([after.get(A, GENERAL), after.get(A, design), after.get(B, design)], ['to all', 'to some', '']);
  });

  it('are the last text, however quickly it was changed', async () => {
    using dir = tempDir();
    const drafts = new Drafts(dir.path, silent);
    for (const text of ['sent', '', 'a', 'ab', 'abc']) drafts.set(A, GENERAL, text);
    assert.equal(drafts.get(A, GENERAL), 'abc');
    await drafts.settled();
    assert.equal(new Drafts(dir.path, silent).get(A, GENERAL), 'abc');
    assert.equal(readdirSync(dir.path).length, 1);
  });

  it('are empty where there is none, and go on in memory where the disk fails', async () => {
    using dir = tempDir();
    writeFileSync(dir.file('taken'), '');
    const drafts = new Drafts(dir.file('taken'), silent);
    assert.equal(drafts.get(A, GENERAL), '');
    drafts.set(A, GENERAL, 'kept');
    await drafts.settled();
    assert.equal(drafts.get(A, GENERAL), 'kept');
  });
});
