import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CALLS, type CallName, isCallName } from '../../server/protocol/calls';
import { decodeAnswer, decodeCall, decodeServerFrame } from '../../server/protocol/frames';
import { GENERAL } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { Entry } from '../../server/protocol/model';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const resume = (params: object) => decodeCall(JSON.stringify({ id: 1, call: 'resume', params }));
const codeOf = (raw: string) => {
  const call = decodeCall(raw);
  return call.ok ? 'ok' : call.error.code;
};

describe('decoding a call', () => {
  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (raw) => void decodeCall(raw)));
    const frame = fc.record({
      id: fc.anything(),
      call: fc.oneof(fc.constantFrom(...Object.keys(CALLS)), fc.string()),
      params: fc.anything(),
    });
    fc.assert(
      fc.property(frame, (value) => {
        let raw: string;
        try {
          raw = JSON.stringify(value);
        } catch {
          return; // not JSON: a bigint, a cycle
        }
        const call = decodeCall(raw);
        assert.ok(call.ok || call.error.code === 'E_BAD_REQUEST' || call.error.code === 'E_UNKNOWN_TYPE');
      }),
      { numRuns: 1_000 },
    );
  });

  it('stops at brackets nested too deep, without a walk to their end', () => {
    for (const depth of [LIMITS.jsonDepth + 1, 100, 30_000]) {
      assert.equal(codeOf(nested(depth)), 'E_BAD_REQUEST');
      assert.equal(codeOf(`{"id":1,"call":"leave","params":${nested(depth)}}`), 'E_BAD_REQUEST');
      assert.equal(codeOf('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)), 'E_BAD_REQUEST');
    }
  });

  it('counts keys and items', () => {
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
    assert.ok(resume({ room: GENERAL, ...keys(LIMITS.jsonKeys - 1) }).ok);
    assert.ok(!resume({ room: GENERAL, ...keys(LIMITS.jsonKeys) }).ok);
    assert.ok(resume({ room: GENERAL, list: Array(LIMITS.jsonItems).fill(0) }).ok);
    assert.ok(!resume({ room: GENERAL, list: Array(LIMITS.jsonItems + 1).fill(0) }).ok);
  });

  const id = (letter: string) => `${letter}-${'0'.repeat(32)}`;
  const cid = '00000000-0000-7000-8000-000000000000';
  const invite = { lastsMs: 60_000, uses: 1 };
  const bounds: readonly (readonly [CallName, string, number, (count: number) => object])[] = [
    ['openDirect', 'others', LIMITS.directMembers - 1, (n) => ({ members: Array(n).fill(id('m')) })],
    ['createInvite', 'uses', LIMITS.inviteUses, (uses) => ({ ...invite, uses })],
    ['createInvite', 'milliseconds', LIMITS.inviteLastsMs, (lastsMs) => ({ ...invite, lastsMs })],
    ['post', 'files', LIMITS.filesPerMessage, (n) => ({ cid, room: GENERAL, text: '', files: Array(n).fill(id('f')) })],
    ['history', 'entries', LIMITS.pageEntries, (limit) => ({ room: GENERAL, limit })],
  ];
  for (const [call, what, most, params] of bounds) {
    it(`takes ${most} ${what} in ${call}, and not one more, nor none`, () => {
      const outcome = (count: number) => codeOf(JSON.stringify({ id: 1, call, params: params(count) }));
      assert.deepEqual([outcome(most), outcome(most + 1), outcome(0)], ['ok', 'E_BAD_REQUEST', 'E_BAD_REQUEST']);
    });
  }

  it('keeps only the fields it knows', () => {
    const call = resume({ room: GENERAL, admin: true });
    assert.deepEqual(call, { ok: true, frame: { id: 1, call: 'resume', params: { room: GENERAL } } });
  });

  it('takes nothing from a prototype', () => {
    for (const call of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      assert.equal(isCallName(call), false);
      assert.equal(codeOf(JSON.stringify({ id: 1, call, params: {} })), 'E_UNKNOWN_TYPE');
    }
    const poisoned = '{"__proto__":{"polluted":1,"room":"general"}}';
    assert.equal(codeOf(`{"id":1,"call":"resume","params":${poisoned}}`), 'E_BAD_REQUEST');
    assert.equal(codeOf(poisoned), 'E_BAD_REQUEST');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('says which call a mistake was in, when it can', () => {
    const wrong = decodeCall('{"id":5,"call":"resume","params":{"room":"No Such"}}');
    assert.ok(!wrong.ok && wrong.id === 5 && wrong.error.detail?.startsWith('room:'));
    const none = decodeCall('{"id":"5","call":"leave"}');
    assert.ok(!none.ok && none.id === undefined);
  });

  it('never says what was in it', () => {
    const wrong = decodeCall('{"id":5,"call":"post","params":{"text":12,"cid":"secret","room":"secret"}}');
    assert.ok(!wrong.ok);
    assert.doesNotMatch(JSON.stringify(wrong), /secret/);
  });
});

describe('decoding what a server says', () => {
  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (raw) => void decodeServerFrame(raw)));
    const names = fc.constantFrom(...(Object.keys(CALLS) as CallName[]));
    fc.assert(fc.property(names, fc.anything(), (call, value) => void decodeAnswer(call, value)));
  });

  it('takes an error it does not know for one that may pass', () => {
    const frame = decodeServerFrame('{"id":3,"error":{"code":"E_OF_TOMORROW","final":false}}');
    assert.deepEqual(frame, { ok: true, value: { id: 3, error: { code: 'E_INTERNAL', detail: 'E_OF_TOMORROW' } } });
  });

  it('bounds how long it is told to wait', () => {
    const waitOf = (retryAfterMs: number) => {
      const frame = decodeServerFrame(JSON.stringify({ id: 1, error: { code: 'E_RATE', retryAfterMs } }));
      return frame.ok && 'error' in frame.value ? frame.value.error.retryAfterMs : undefined;
    };
    assert.deepEqual([-5, 0, 250, 1e12].map(waitOf), [0, 0, 250, 60_000]);
  });

  it('refuses a time that no calendar has', () => {
    const arrived = (at: number) => {
      const entry = { kind: 'message', seq: 1, at, name: 'ana', text: 'hi' };
      const push = { kind: 'entries', room: GENERAL, epoch: `e-${'0'.repeat(32)}`, entries: [entry] };
      return decodeServerFrame(JSON.stringify({ push: [push] })).ok;
    };
    assert.deepEqual([0, 8.64e15, 8.64e15 + 1, 9.0e15, -1].map(arrived), [true, true, false, false, false]);
  });

  it('drops a push of a kind it does not know, and takes the others of its frame', () => {
    const people = { kind: 'people', room: GENERAL, count: 3 };
    const unknown = { kind: 'reactions', room: 'general', who: ['ana'] };
    const frame = decodeServerFrame(JSON.stringify({ push: [unknown, people, unknown] }));
    assert.deepEqual(frame, { ok: true, value: { push: [people] } });
  });

  it('refuses a push that has no kind, and one that is not what its kind says', () => {
    for (const push of [{}, { kind: 1 }, { kind: 'people', room: GENERAL }, 'people', null]) {
      assert.equal(decodeServerFrame(JSON.stringify({ push: [push] })).ok, false, JSON.stringify(push));
    }
  });
});

describe('decoding an entry', () => {
  const known = ['message', 'joined', 'left', 'deleted'];

  it('keeps the place of one of a kind that only a newer server knows, and nothing else of it', () => {
    const kinds = fc.string().filter((kind) => !known.includes(kind));
    fc.assert(
      fc.property(kinds, fc.nat(), fc.dictionary(fc.string(), fc.jsonValue()), (kind, seq, more) => {
        const entry = Entry.safeParse({ ...more, kind, seq, at: 5, name: 'ana' });
        assert.deepEqual(entry.data, { kind: 'unknown', seq, at: 5, name: 'ana' });
      }),
    );
  });

  it('refuses one of a kind it knows that is not whole', () => {
    for (const kind of known) assert.equal(Entry.safeParse({ kind, at: 5, name: 'ana', text: 'x' }).success, false);
    assert.equal(Entry.safeParse({ kind: 'deleted', seq: 2, at: 5, name: 'ana' }).success, false);
  });

  it('takes a tombstone of a newer server for a deletion', () => {
    const entry = Entry.parse({ kind: 'message', seq: 1, at: 5, name: 'ana', text: '', tombstone: 'expired' });
    assert.equal(entry.kind === 'message' && entry.tombstone, 'deleted');
  });
});
