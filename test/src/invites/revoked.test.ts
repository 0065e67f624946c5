import assert from 'node:assert/strict';
import { fail, ok } from '../../../server/protocol/result';
import { isRevoked } from '../../../src/invites/revoked';

describe('revoking', () => {
  it('is done where there is nothing to revoke any more', () => {
    assert.deepEqual([ok({}), fail('E_NOT_FOUND'), fail('E_UNAVAILABLE', 'offline')].map(isRevoked), [
      true,
      true,
      false,
    ]);
  });
});
