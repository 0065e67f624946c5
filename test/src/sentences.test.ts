import assert from 'node:assert/strict';
import { checkName } from '../../server/protocol/names';
import { tellEnding, tellName } from '../../src/sentences';

describe('what a person is told about a name', () => {
  const broken = ['', 'a'.repeat(33), 'a\u200Bb', 'a  b', '<b>', 'a\u0301\u0301', '1\u05D0', 'm\u0430x'];

  it('is a sentence of its own for each rule', () => {
    const told = broken.map((name) => {
      const checked = checkName(name);
      return checked.ok ? '' : tellName(name, checked.error.code, checked.error.detail);
    });
    assert.equal(new Set(told).size, broken.length);
    for (const sentence of told) {
      assert.match(sentence, /^(A name|Enter)/);
    }
  });

  it('names the other one that it can be mistaken for', () => {
    assert.equal(
      tellName('rnodern', 'E_NAME_TAKEN_LOOKALIKE', 'modern'),
      '“rnodern” can be mistaken for “modern”, which is taken. Choose another name.',
    );
    assert.match(tellName('admın', 'E_NAME_TAKEN_LOOKALIKE', 'admin'), /for “admin”,/);
  });

  it('repeats nothing that cannot be a name, whoever says it', () => {
    for (const said of [undefined, '', '\u202Enimda', 'a'.repeat(10_000), '[click](command:x)']) {
      assert.match(tellName('anna', 'E_NAME_TAKEN_LOOKALIKE', said), /^“anna” can be mistaken for a name, which is/);
    }
  });
});

describe('what a person is told about encryption', () => {
  const ofTls = ['needsTls', 'noTls', 'weakTls', 'untrusted', 'wrongHost', 'expired'] as const;

  it('is a sentence of its own for each fault, with the server and something to do', () => {
    const told = ofTls.map((ending) => tellEnding(ending, 'chat.example.org:443'));
    assert.equal(new Set(told.map(({ reason }) => reason)).size, ofTls.length);
    for (const { reason } of told) assert.match(reason, /chat\.example\.org:443.*\w\.?$/);
    assert.deepEqual(told.map(({ action }) => action), ['join', 'join', 'join', 'join', 'join', 'reconnect']); // prettier-ignore
  });
});
