import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  type Digests,
  type Occasion,
  clientProof,
  serverProof,
  storedKeyOfProof,
  verifierKeys,
} from '../../server/protocol/proof';

const digests: Digests = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};
const acredential = fc.uint8Array({ minLength: 32, maxLength: 32 });
const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,43}$/);
const anoccasion: fc.Arbitrary<Occasion> = fc.record({
  clientNonce: word,
  serverNonce: word,
  server: word,
  member: word,
});
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What a server does with a proof. */
const isRight = (credential: Uint8Array, proof: Uint8Array, occasion: Occasion) => {
  const keys = verifierKeys(digests, credential);
  return hex(storedKeyOfProof(digests, proof, keys, occasion)) === hex(keys.storedKey);
};

describe('a proof', () => {
  it('is right for the credential it was made with, on its occasion', () => {
    fc.assert(
      fc.property(acredential, anoccasion, (credential, occasion) => {
        assert.ok(isRight(credential, clientProof(digests, credential, occasion), occasion));
      }),
    );
  });

  it('is wrong for another credential', () => {
    fc.assert(
      fc.property(acredential, acredential, anoccasion, (one, other, occasion) => {
        fc.pre(hex(one) !== hex(other));
        assert.ok(!isRight(one, clientProof(digests, other, occasion), occasion));
      }),
    );
  });

  it('is wrong on any other occasion: nonce, server or member', () => {
    const field = fc.constantFrom<keyof Occasion>('clientNonce', 'serverNonce', 'server', 'member');
    fc.assert(
      fc.property(acredential, anoccasion, field, word, (credential, occasion, which, value) => {
        fc.pre(occasion[which] !== value);
        const other = { ...occasion, [which]: value };
        assert.ok(!isRight(credential, clientProof(digests, credential, other), occasion));
      }),
    );
  });

  it('is wrong with any bit flipped, cut short, or empty', () => {
    fc.assert(
      fc.property(acredential, anoccasion, fc.nat(255), (credential, occasion, bit) => {
        const proof = Uint8Array.from(clientProof(digests, credential, occasion));
        proof[bit >> 3]! ^= 1 << (bit & 7);
        assert.ok(!isRight(credential, proof, occasion));
        assert.ok(!isRight(credential, proof.subarray(0, 31), occasion));
        assert.ok(!isRight(credential, new Uint8Array(0), occasion));
      }),
    );
  });

  it('by the server is another than the client’s, and bound to the occasion', () => {
    fc.assert(
      fc.property(acredential, anoccasion, word, (credential, occasion, nonce) => {
        fc.pre(nonce !== occasion.clientNonce);
        const { serverKey } = verifierKeys(digests, credential);
        const proof = hex(serverProof(digests, serverKey, occasion));
        assert.notEqual(proof, hex(clientProof(digests, credential, occasion)));
        assert.notEqual(proof, hex(serverProof(digests, serverKey, { ...occasion, clientNonce: nonce })));
      }),
    );
  });

  it('cannot be made from what the server keeps', () => {
    fc.assert(
      fc.property(acredential, anoccasion, (credential, occasion) => {
        const { storedKey, serverKey } = verifierKeys(digests, credential);
        for (const stolen of [storedKey, serverKey])
          assert.ok(!isRight(credential, clientProof(digests, stolen, occasion), occasion));
      }),
    );
  });

  it('never changes: who has a credential today gets in tomorrow', () => {
    const credential = Uint8Array.from({ length: 32 }, (_, i) => i);
    const occasion = { clientNonce: 'client', serverNonce: 'server', server: 's-1', member: 'm-1' };
    const { storedKey, serverKey } = verifierKeys(digests, credential);
    assert.deepEqual(
      [storedKey, serverKey, clientProof(digests, credential, occasion), serverProof(digests, serverKey, occasion)].map(
        hex,
      ),
      EXPECTED,
    );
  });
});

/** Computed apart from this code, with Python's hmac. */
const EXPECTED = [
  '7b80ecd740a3f4c070052d4bacd3b08d282cbe645af88af4cbf81e51cfe64399',
  '7220398dab76695cae3eff02f72c687f5609c5f45ce898aafa71bd04b237791b',
  'c58bb1c18b912cdd2a6c9e979937b00ccb7509d60188deffd091ea9210f72858',
  '00b45da6e50d3c0e7d85a237784ab1d52e978bc70a9722795f2d351a4ac855a4',
];
