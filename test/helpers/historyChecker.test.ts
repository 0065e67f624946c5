import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { RULES, checkHistory, parseHistory } from './historyChecker';

const folder = path.join(import.meta.dirname, '../fixtures/histories');
const check = (name: string) => checkHistory(parseHistory(readFileSync(path.join(folder, `${name}.jsonl`), 'utf8')));

describe('the history checker', () => {
  it('finds nothing wrong with a history in which all promises were kept', () => {
    assert.deepEqual(check('good'), []);
  });

  it('takes another epoch after a restore', () => {
    assert.deepEqual(check('restored'), []);
  });

  for (const rule of Object.keys(RULES)) {
    it(`finds a history that breaks the rule ${rule}, and names that rule alone`, () => {
      const violations = check(rule);
      assert.deepEqual([...new Set(violations.map((violation) => violation.rule))], [rule]);
    });
  }

  it('has a broken history for each of its ten rules', () => {
    const names = readdirSync(folder).map((file) => path.parse(file).name);
    assert.deepEqual(names.sort(), [...Object.keys(RULES), 'good', 'restored'].sort());
    assert.equal(Object.keys(RULES).length, 10);
  });

  it('says which of a sender’s messages were lost', () => {
    assert.match(check('lost')[0]!.what, /^a2 of ana was acknowledged and is gone \(postfix of 2\)$/);
  });

  it('does not look at a history without the database', () => {
    assert.throws(() => checkHistory([{ event: 'restore' }]), /ends with the dump/);
  });
});
