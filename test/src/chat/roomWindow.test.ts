import assert from 'node:assert/strict';
import type { Epoch, MemberId } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { type RoomWindow, WINDOW_ENTRIES, append, countUnread, firstShown, pageOf } from '../../../src/chat/roomWindow';

const epoch = `e-${'0'.repeat(32)}` as Epoch;
const me = `m-${'1'.repeat(32)}` as MemberId;
const message = (seq: number, author?: MemberId): Entry => ({
  kind: 'message',
  seq,
  at: seq,
  name: 'x',
  text: 'x',
  author,
});
const entries = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const window = (from: number, to: number): RoomWindow => ({ epoch, entries: entries(from, to), head: to });
const seqs = (some: readonly Entry[] | undefined) => some && [some[0]?.seq, some.at(-1)?.seq];

describe('room window', () => {
  it('adds what is new of what overlaps', () => {
    const appended = append(window(1, 5), entries(4, 7));
    assert.ok(appended.ok);
    assert.deepEqual([seqs(appended.added), seqs(appended.window.entries), appended.window.head], [[6, 7], [1, 7], 7]);
  });

  it('refuses what leaves a gap, in front or inside', () => {
    assert.equal(append(window(1, 5), entries(7, 8)).ok, false);
    assert.equal(append(window(1, 5), [message(6), message(8)]).ok, false);
    assert.equal(append(window(1, 5), [message(7), message(6)]).ok, false);
  });

  it('takes away the text of what is deleted, wherever it stands, and counts it all the same', () => {
    const deletion = (seq: number, target: number): Entry => ({ kind: 'deleted', seq, at: seq, name: 'x', target });
    const appended = append(window(1, 3), [message(4), deletion(5, 2), deletion(6, 4), deletion(7, 99)]);
    assert.ok(appended.ok);
    const gone = appended.window.entries.map((entry) => entry.kind === 'message' && [entry.text, entry.tombstone]);
    const here = ['x', undefined];
    const deleted = ['', 'deleted'];
    assert.deepEqual(gone, [here, deleted, here, deleted, false, false, false]);
    assert.equal(countUnread(appended.window, 0, me), 4);
    assert.equal(appended.window.head, 7);
  });

  it('keeps the newest entries only', () => {
    const appended = append(window(1, WINDOW_ENTRIES), entries(WINDOW_ENTRIES + 1, WINDOW_ENTRIES + 10));
    assert.deepEqual(appended.ok && seqs(appended.window.entries), [11, WINDOW_ENTRIES + 10]);
  });

  it('counts messages of others, and nothing else', () => {
    const joined: Entry = { kind: 'joined', seq: 4, at: 4, name: 'x' };
    const room = { epoch, head: 4, entries: [message(1), message(2), message(3, me), joined] };
    assert.deepEqual([0, 1, 2].map((read) => countUnread(room, read, me)), [2, 1, 0]); // prettier-ignore
  });

  it('does not count where there are more than it holds', () => {
    const reloaded = window(401, 500);
    assert.deepEqual([0, 399, 400, 450, 500].map((read) => countUnread(reloaded, read, me)), [undefined, undefined, 100, 50, 0]); // prettier-ignore
    assert.equal(countUnread(window(1, 2), 0, me), 2);
    assert.equal(countUnread({ epoch, entries: [], head: 0 }, 0, me), 0);
  });

  it('begins a page early enough for what is unread, and for where the reader was', () => {
    assert.deepEqual(seqs(firstShown(window(1, 300), 300, undefined)), [201, 300]);
    assert.deepEqual(seqs(firstShown(window(1, 300), 100, undefined)), [80, 300]);
    assert.deepEqual(seqs(firstShown(window(1, 300), 300, 150)), [150, 300]);
    assert.deepEqual(seqs(firstShown(window(1, 50), 50, undefined)), [1, 50]);
  });

  it('gives a page when it holds all of it', () => {
    const room = window(101, 400);
    assert.deepEqual(seqs(pageOf(room, { before: 200 }, 50)), [150, 199]);
    assert.deepEqual(seqs(pageOf(room, { after: 100 }, 50)), [101, 150]);
    assert.equal(pageOf(room, { after: 99 }, 50), undefined);
    assert.equal(pageOf(room, { before: 101 }, 50), undefined);
    assert.deepEqual(pageOf(room, { before: 1 }, 50), []);
    assert.deepEqual(pageOf(room, { after: 400 }, 50), []);
  });
});
