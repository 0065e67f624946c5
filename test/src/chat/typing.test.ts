import assert from 'node:assert/strict';
import type { MemberId } from '../../../server/protocol/ids';
import { Typing } from '../../../src/chat/typing';
import { fakeClock } from '../fakeClock';

const [ana, ben] = ['a', 'b'].map((letter) => `m-${letter.repeat(32)}` as MemberId) as [MemberId, MemberId];

describe('who is writing', () => {
  const aTyping = () => {
    const clock = fakeClock();
    const typing = new Typing(clock);
    let told = 0;
    typing.changed.on(() => (told += 1));
    return { clock, typing, told: () => told };
  };

  it('is forgotten after a few seconds without a word, and told when that changes', () => {
    const { clock, typing, told } = aTyping();
    typing.writes(ana);
    clock.advance(4_000);
    typing.writes(ben);
    typing.writes(ana);
    assert.deepEqual([typing.all, told()], [[ana, ben], 2]);
    clock.advance(6_000);
    assert.deepEqual(typing.all, [ana, ben]);
    clock.advance(1_000);
    assert.deepEqual([typing.all, told()], [[], 4]);
  });

  it('has written when the message comes', () => {
    const { typing, told } = aTyping();
    typing.writes(ana);
    typing.wrote(ana);
    typing.wrote(ana);
    assert.deepEqual([typing.all, told()], [[], 2]);
  });
});
