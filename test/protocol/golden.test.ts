import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CALLS, type CallName } from '../../server/protocol/calls';
import { ERRORS } from '../../server/protocol/codes';
import {
  Push,
  type ServerFrame,
  decodeAnswer,
  decodeCall,
  decodeServerFrame,
  encodeCall,
  encodeServerFrame,
} from '../../server/protocol/frames';
import { PROTOCOL_VERSION } from '../../server/protocol/limits';

// One file for each frame that was ever shipped. Adding one is free; changing one breaks those who have it.
const folder = path.join(import.meta.dirname, `golden/v${PROTOCOL_VERSION}`);
const files = readdirSync(folder).sort();
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8').trim();
const named = (kind: string): readonly string[] => files.filter((file) => file.split('.')[0] === kind);
const calls = Object.keys(CALLS) as CallName[];

function decoded(file: string): ServerFrame {
  const frame = decodeServerFrame(read(file));
  assert.ok(frame.ok, JSON.stringify(frame));
  return frame.value;
}

describe('a frame that was ever shipped', () => {
  for (const file of named('call')) {
    it(`is still understood by a server: ${file}`, () => {
      const call = decodeCall(read(file));
      assert.ok(call.ok, JSON.stringify(call));
      assert.deepEqual(JSON.parse(encodeCall(call.frame)), JSON.parse(read(file)));
    });
  }

  for (const file of named('answer')) {
    it(`is still understood by a client: ${file}`, () => {
      const frame = decoded(file);
      assert.ok('result' in frame);
      const answer = decodeAnswer(file.split('.')[1] as CallName, frame.result);
      assert.ok(answer.ok, JSON.stringify(answer));
      // What came later has a meaning where an older server does not tell it.
      assert.partialDeepStrictEqual({ id: frame.id, result: answer.value }, JSON.parse(read(file)));
    });
  }

  for (const file of named('push')) {
    it(`is still understood by a client: ${file}`, () => {
      assert.deepEqual(decoded(file), JSON.parse(read(file)));
    });
  }

  for (const file of named('error')) {
    it(`is still understood by a client: ${file}`, () => {
      const frame = decoded(file);
      assert.ok('error' in frame);
      const { id, error } = JSON.parse(read(file)) as { id?: number; error: { code: keyof typeof ERRORS } };
      const { final, ...said } = { final: ERRORS[error.code].final, ...error };
      assert.deepEqual([frame.id, frame.error], [id, { detail: error.code, ...said }]);
      assert.equal(final, ERRORS[error.code].final);
    });
  }

  it('stands here for each call, answer, push and error', () => {
    const kinds = new Set(files.map((file) => file.split('.').slice(0, 2).join('.')));
    for (const call of calls) assert.ok(kinds.has(`call.${call}`) && kinds.has(`answer.${call}`), call);
    for (const push of Push.def.options) assert.ok(kinds.has(`push.${push.shape.kind.def.values[0]}`));
    assert.ok(kinds.has('error.json'));
    assert.deepEqual(
      files.filter((file) => !/^(call|answer|push|error)\.([\w]+\.)*json$/.test(file)),
      [],
    );
  });

  it('says of a code that a client does not know whether to try again', () => {
    for (const [code, { final }] of Object.entries(ERRORS)) {
      const frame = encodeServerFrame({ id: 1, error: { code: code as keyof typeof ERRORS } });
      assert.deepEqual(JSON.parse(frame), { id: 1, error: { code, final } });
    }
  });
});
