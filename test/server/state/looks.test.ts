import assert from 'node:assert/strict';
import { apply } from '../../../server/core/apply';
import { openDatabase } from '../../../server/state/open';
import { SqliteState } from '../../../server/state/sqliteState';
import { aClaim } from '../../helpers/commands';
import { type TempDir, tempDir } from '../../helpers/tempDir';

describe('a look', () => {
  let dir: TempDir;
  let state: SqliteState;
  const open = () => new SqliteState(openDatabase(dir.file('chat.db')));
  const reopen = () => {
    state.close();
    state = open();
  };
  const claim = (name: string) => {
    const outcome = state.transaction(() => apply(state, aClaim({ name }), 0)).value;
    return outcome.ok ? outcome.value.member.name : `${outcome.error.code} ${outcome.error.detail ?? ''}`.trim();
  };
  /** As a version did that knew no looks. */
  const addAsBefore = (name: string) => {
    const { cid, member: id, device, storedKey, serverKey } = aClaim();
    state.transaction(() => {
      state.addMember({ id, name, key: name.toLowerCase(), role: 'member' }, { cid, at: 0 });
      state.addDevice(id, { device, storedKey, serverKey }, { at: 0 });
    });
    return { id, name, cid };
  };

  beforeEach(() => {
    dir = tempDir();
    state = open();
  });
  afterEach(() => {
    state.close();
    dir[Symbol.dispose]();
  });

  it('is taken with the name, also after the database was closed and opened', () => {
    assert.equal(claim('modern'), 'modern');
    assert.equal(claim('rnodern'), 'E_NAME_TAKEN_LOOKALIKE modern');
    reopen();
    assert.equal(claim('rnodern'), 'E_NAME_TAKEN_LOOKALIKE modern');
    assert.equal(claim('modern'), 'E_NAME_TAKEN');
  });

  it('is free again when the claim of its name could not be committed', () => {
    claim('ben');
    assert.throws(() =>
      state.transaction(() => {
        apply(state, aClaim({ name: 'modern' }), 0);
        throw new Error('the disk failed');
      }),
    );
    assert.equal(claim('rnodern'), 'rnodern');
    assert.equal(claim('modern'), 'E_NAME_TAKEN_LOOKALIKE rnodern');
  });

  it('goes with another name: the old one is free, the new one taken', () => {
    const modern = addAsBefore('modern');
    assert.equal(claim('rnodern'), 'E_NAME_TAKEN_LOOKALIKE modern');
    const rename = (name: string) =>
      state.transaction(() => apply(state, { kind: 'rename', member: modern.id, name }, 0)).value;
    assert.ok(rename('paypal').ok);
    assert.equal(claim('rnodern'), 'rnodern');
    assert.equal(claim('paypa1'), 'E_NAME_TAKEN_LOOKALIKE paypal');
    assert.equal(rename('modern').ok, false);
    reopen();
    assert.equal(claim('paypa1'), 'E_NAME_TAKEN_LOOKALIKE paypal');
  });

  it('that two members had before looks counted stays with both, and goes to nobody else', () => {
    const members = ['modern', 'rnodern', 'admın'].map(addAsBefore);
    reopen();
    for (const member of members) assert.deepEqual(state.member(member.id)?.name, member.name);
    assert.equal(claim('rnodem'), 'E_NAME_TAKEN_LOOKALIKE modern');
    assert.equal(claim('rnodern'), 'E_NAME_TAKEN');
    assert.equal(claim('adm\u0131n'), 'E_NAME_TAKEN');
    assert.equal(claim('modem'), 'E_NAME_TAKEN_LOOKALIKE modern');
  });

  it('of a name that would not be taken any more does not undo a claim whose answer was lost', () => {
    const gothic = '\u{10330}\u{10331}';
    assert.equal(claim(gothic), 'E_NAME_INVALID scripts');
    const { cid, id } = addAsBefore(gothic);
    const again = state.transaction(() => apply(state, aClaim({ name: gothic, cid }), 0)).value;
    assert.deepEqual(again, { ok: true, value: { member: { id, name: gothic } } });
  });
});
