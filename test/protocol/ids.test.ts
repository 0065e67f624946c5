import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CLOSE, ERRORS, isErrorCode, mayReconnect } from '../../server/protocol/codes';
import { Cid, Epoch, MemberId, RoomId, Seq, ServerId, newCid } from '../../server/protocol/ids';

const random = fc.uint8Array({ minLength: 16, maxLength: 16 });
const now = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('a new cid', () => {
  it('is a UUIDv7', () => {
    fc.assert(
      fc.property(now, random, (ms, bytes) => {
        assert.match(newCid(ms, bytes), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('begins with its time, so that later ones sort behind', () => {
    fc.assert(
      fc.property(now, now, random, (a, b, bytes) => {
        if (a !== b) assert.equal(newCid(a, bytes) < newCid(b, bytes), a < b);
        assert.equal(parseInt(newCid(a, bytes).replaceAll('-', '').slice(0, 12), 16), a);
      }),
    );
  });

  it('is as random as what it is made from', () => {
    const cids = new Set(
      Array.from({ length: 1_000 }, (_, i) =>
        newCid(
          0,
          Uint8Array.from({ length: 16 }, (__, j) => (i * 7919) >> (j % 3)),
        ),
      ),
    );
    assert.ok(cids.size > 500);
    assert.notEqual(newCid(0, new Uint8Array(16)), newCid(0, new Uint8Array(16).fill(255)));
  });
});

describe('an id', () => {
  const hex = '0123456789abcdef'.repeat(2);
  const table = [
    [ServerId, `s-${hex}`, [`m-${hex}`, `s-${hex}0`, `S-${hex}`, `s-${hex.toUpperCase()}`, 's-', '', `s-${hex}\n`]],
    [MemberId, `m-${hex}`, [`e-${hex}`, `m-${hex.slice(1)}`, hex, ` m-${hex}`]],
    [Epoch, `e-${hex}`, [`s-${hex}`, `e-${hex.slice(1)}g`]],
    [
      Cid,
      '018f2b3c-4d5e-7f60-8a1b-2c3d4e5f6071',
      ['018F2B3C-4d5e-7f60-8a1b-2c3d4e5f6071', '018f2b3c4d5e7f608a1b2c3d4e5f6071', 'x'],
    ],
    [RoomId, 'general', ['General', '-general', '', 'a b', 'ä', '__proto__', '../x', 'a'.repeat(65), 'general\n']],
  ] as const;
  for (const [schema, good, bad] of table) {
    it(`is ${good} and nothing like it`, () => {
      assert.ok(schema.safeParse(good).success);
      for (const raw of [...bad, 1, null, undefined, {}, [good]])
        assert.ok(!schema.safeParse(raw).success, JSON.stringify(raw));
    });
  }

  it('that counts is a whole number from 0', () => {
    for (const good of [0, 1, Number.MAX_SAFE_INTEGER]) assert.ok(Seq.safeParse(good).success);
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53, '1']) assert.ok(!Seq.safeParse(bad).success, String(bad));
  });
});

describe('a close code', () => {
  it('says by its range whether to connect again', () => {
    for (const code of [1000, 1006, 1012, 4000, 4001, 4499, 5000]) assert.equal(mayReconnect(code), true, String(code));
    for (const code of [4500, 4501, 4999]) assert.equal(mayReconnect(code), false, String(code));
  });

  it('of ours is one of the table', () => {
    assert.deepEqual(
      Object.values(CLOSE),
      [4001, 4002, 4003, 4004, 4005, 4006, 4500, 4501, 4502, 4503, 4504, 4505, 4506],
    );
  });
});

describe('an error code', () => {
  it('is of the table, not of its prototype', () => {
    for (const code of Object.keys(ERRORS)) assert.ok(isErrorCode(code));
    for (const code of ['toString', '__proto__', 'E_NOTHING', '']) assert.ok(!isErrorCode(code));
  });
});
