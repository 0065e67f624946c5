import assert from 'node:assert/strict';
import { arrivalText, noticeText } from '../../server/protocol/acts';
import { noticed } from '../../webview/state/noticed';
import { aNotice, anArrival } from './build';

describe('what a notice says in the page', () => {
  it('is in English what stands in an export', () => {
    const acts = ['created', 'renamed', 'topic', 'archived', 'unarchived', 'locked', 'unlocked', 'entered', 'gone', 'added', 'removed', 'nowCalled', 'role', 'muted', 'unmuted', 'banned', 'unbanned', 'deletedOther', 'lockedRoom', 'unlockedRoom', 'removedFrom', 'invited', 'revoked', 'moved', 'unheardOf', 'toString']; // prettier-ignore
    for (const act of acts)
      for (const said of [
        { text: 'the text', subject: 'chloe' },
        { text: '', subject: 'chloe' },
      ]) {
        const notice = aNotice(1, { act, ...said });
        assert.equal(noticed(notice), noticeText(notice), act);
      }
    for (const kind of ['joined', 'left'] as const)
      assert.equal(noticed(anArrival(1, { kind })), arrivalText({ kind, name: 'ben' }));
  });
});
