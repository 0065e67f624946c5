import assert from 'node:assert/strict';
import type { SessionEvent } from '../../../src/chat/session';
import { Emitter } from '../../../src/lifecycle';
import { onPeopleChange } from '../../../src/views/teamChanges';

describe('news about people', () => {
  it('are not told for each message, but for people, the connection and another chat', () => {
    const changed = new Emitter<SessionEvent>();
    let told = 0;
    onPeopleChange({ changed }, () => (told += 1));
    const kinds = ['rooms', 'room', 'reset', 'people', 'typing', 'pending'] as const;
    for (const kind of kinds) changed.fire({ kind });
    changed.fire({ kind: 'arrived', entries: [] });
    assert.equal(told, 0);
    for (const kind of ['persons', 'link', 'swapped'] as const) changed.fire({ kind });
    assert.equal(told, 3);
  });
});
