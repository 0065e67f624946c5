import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import type { ServerId } from '../../../server/protocol/ids';
import { Drafts } from '../../../src/chat/drafts';
import { tempDir } from '../../helpers/tempDir';
import { silent } from '../fixtures';

const A = `s-${'a'.repeat(32)}` as ServerId;
const B = `s-${'b'.repeat(32)}` as ServerId;

describe('the drafts', () => {
  it('are there for the next window, for each server its own', async () => {
    using dir = tempDir();
    const before = new Drafts(dir.path, silent);
    before.set(A, 'one');
    before.set(B, 'two\nlines');
    await before.settled();
    const after = new Drafts(dir.path, silent);
    assert.deepEqual([after.get(A), after.get(B)], ['one', 'two\nlines']);
  });

  it('are the last text, however quickly it was changed', async () => {
    using dir = tempDir();
    const drafts = new Drafts(dir.path, silent);
    for (const text of ['sent', '', 'a', 'ab', 'abc']) drafts.set(A, text);
    assert.equal(drafts.get(A), 'abc');
    await drafts.settled();
    assert.equal(new Drafts(dir.path, silent).get(A), 'abc');
    assert.equal(readdirSync(dir.path).length, 1);
  });

  it('are empty where there is none, and go on in memory where the disk fails', async () => {
    using dir = tempDir();
    writeFileSync(dir.file('taken'), '');
    const drafts = new Drafts(dir.file('taken'), silent);
    assert.equal(drafts.get(A), '');
    drafts.set(A, 'kept');
    await drafts.settled();
    assert.equal(drafts.get(A), 'kept');
  });
});
