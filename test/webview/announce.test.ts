import assert from 'node:assert/strict';
import { type News, announcement, newsOf } from '../../webview/state/announce';
import { initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { CHLOE, ME, aMessage, aPending, aRoom, aSnapshot, anArrival, messages } from './build';

const shown = reduce(initial, aSnapshot({ entries: messages(1, 5) }));
const from = (name: string, text = 'hi', isMention = false): News => ({ from: name, text, isMention });

describe('announcements', () => {
  it('are made of new messages of others only', () => {
    const entries = [aMessage(5), anArrival(6), aMessage(7, { by: ME }), aMessage(8, { by: CHLOE, text: 'hello' })];
    assert.deepEqual(newsOf({ kind: 'arrived', rev: 2, entries }, shown), [from('Chloé', 'hello')]);
  });

  it('are not made of what was deleted by the time it came', () => {
    const deletion = { kind: 'deleted', seq: 7, at: 1, name: 'ben', target: 6 } as const;
    assert.deepEqual(newsOf({ kind: 'arrived', rev: 2, entries: [aMessage(6), deletion] }, shown), []);
  });

  it('are not made of history', () => {
    assert.deepEqual(newsOf(aSnapshot({ entries: messages(1, 9) }), shown), []);
    assert.deepEqual(newsOf({ kind: 'page', id: 1, entries: messages(1, 9) }, shown), []);
  });

  it('tell once that a text could not be sent', () => {
    const pending = [aPending(1, { state: 'failed', reason: 'the disk is full' })];
    const action = { kind: 'pending' as const, rev: 2, pending };
    assert.deepEqual(newsOf(action, shown), [{ failed: 'the disk is full' }]);
    assert.deepEqual(newsOf(action, reduce(shown, action)), []);
  });

  it('say one message in full and many in one sentence', () => {
    assert.equal(announcement([from('Ana', 'hi')]), 'Ana: hi');
    assert.equal(announcement([from('Ana'), from('Ana'), from('Ana')]), '3 new messages from Ana');
    assert.equal(announcement([from('Ana'), from('Ben')]), '2 new messages from Ana, Ben');
    assert.equal(announcement([from('A'), from('B'), from('C'), from('D')]), '4 new messages from A, B and 2 others');
    assert.equal(announcement([from('Ana'), { failed: 'offline' }]), 'Ana: hi. Message not sent: offline');
  });

  it('stay short', () => {
    assert.ok(announcement([from('Ana', 'x'.repeat(9_000))]).length < 220);
  });

  it('are made of what a restored server has lost, once', () => {
    const gone = aPending(1, { state: 'gone', reason: 'It was restored from an older backup.' });
    const before = { ...initial, shown: true };
    const news = newsOf({ kind: 'pending', rev: 2, pending: [gone] }, before);
    assert.equal(announcement(news), '1 message of yours is not on the server any more');
    assert.deepEqual(newsOf({ kind: 'pending', rev: 3, pending: [gone] }, { ...before, pending: [gone] }), []);
  });

  it('say who mentions the reader', () => {
    const arrived = { kind: 'arrived', rev: 2, entries: [aMessage(6, { text: 'ask @ana' })] } as const;
    assert.equal(
      announcement(newsOf({ ...arrived, entries: [...arrived.entries] }, shown)),
      'ben mentions you: ask @ana',
    );
    assert.equal(announcement([from('Ana'), from('Ben', '@me', true)]), '2 new messages from Ana, Ben, 1 mentions you');
    assert.equal(
      announcement([from('Ana', '@me', true), from('Ana', '@me', true)]),
      '2 new messages from Ana, 2 mention you',
    );
  });

  it('say once that the reader cannot write any more', () => {
    const room = aRoom({ closed: 'Only moderators write in this room.' });
    const action = { kind: 'room', rev: 2, room } as const;
    assert.equal(announcement(newsOf(action, shown)), 'Only moderators write in this room.');
    assert.deepEqual(newsOf(action, reduce(shown, action)), []);
    assert.deepEqual(newsOf({ ...action, room: aRoom() }, shown), []);
  });
});
