import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { typingText } from '../../webview/state/selectors';
import { createTypingTeller } from '../../webview/typing';
import { PARSER } from './build';

describe('telling that somebody is writing', () => {
  let told: string[];
  let now: number;
  let teller: ReturnType<typeof createTypingTeller>;
  beforeEach(() => {
    told = [];
    now = 1_000;
    teller = createTypingTeller(
      (message) => told.push(message.kind === 'typing' ? message.room : message.kind),
      () => now,
    );
  });
  const type = (at: number, text: string, room = GENERAL) => {
    now = 1_000 + at;
    teller.typed(room, text);
  };

  it('is done at once, and again no sooner than after three seconds', () => {
    type(0, 'a');
    type(2_999, 'ab');
    assert.deepEqual(told, [GENERAL]);
    type(3_000, 'abc');
    assert.deepEqual(told, [GENERAL, GENERAL]);
  });

  it('is done at once in another room, and for the next message', () => {
    type(0, 'a');
    type(100, 'a', PARSER);
    teller.sent();
    type(200, 'a', PARSER);
    assert.deepEqual(told, [GENERAL, PARSER, PARSER]);
  });

  it('is not done for what is blank', () => {
    type(0, ' \n');
    type(1, '');
    assert.deepEqual(told, []);
  });

  it('is said in one sentence', () => {
    const names = ['ana', 'ben', 'Chloé', 'dora'];
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((count) => typingText(names.slice(0, count))),
      [
        '',
        'ana is writing',
        'ana and ben are writing',
        'ana, ben and 1 other are writing',
        'ana, ben and 2 others are writing',
      ],
    );
  });
});
