import assert from 'node:assert/strict';
import { GENERAL, type RoomId } from '../../server/protocol/ids';
import { createDraftTeller } from '../../webview/draft';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { PARSER } from './build';

describe('telling the host of a draft', () => {
  let told: string[];
  let rooms: RoomId[];
  const post = (message: PageToHost) => {
    if (message.kind !== 'draft') return;
    told.push(message.text);
    rooms.push(message.room);
  };
  beforeEach(() => {
    told = [];
    rooms = [];
  });

  it('is done at once when the typing begins', () => {
    createDraftTeller(post, GENERAL).typed('a');
    assert.deepEqual(told, ['a']);
  });

  it('is done once for what follows quickly, with the last of it', async () => {
    const teller = createDraftTeller(post, GENERAL);
    for (const text of ['a', 'ab', 'abc']) teller.typed(text);
    await eventually(() => assert.deepEqual(told, ['a', 'abc']));
  });

  it('is done at once when the text was sent or deleted', () => {
    const teller = createDraftTeller(post, GENERAL);
    for (const text of ['a', 'ab', '']) teller.typed(text);
    assert.deepEqual(told, ['a', '']);
  });

  it('is not done for a draft that the host has', () => {
    const teller = createDraftTeller(post, GENERAL);
    teller.opened(GENERAL, 'a');
    teller.typed('a');
    teller.flush();
    assert.deepEqual(told, []);
  });

  it('is done at once when the page goes', () => {
    const teller = createDraftTeller(post, GENERAL);
    teller.typed('a');
    teller.typed('ab');
    teller.flush();
    assert.deepEqual(told, ['a', 'ab']);
  });

  it('names the room that it was written in, also when another one is opened before it was told', async () => {
    const teller = createDraftTeller(post, GENERAL);
    teller.typed('a');
    teller.typed('ab');
    teller.opened(PARSER, 'of the parser');
    teller.typed('of the parser');
    teller.typed('of the parser!');
    await eventually(() => assert.deepEqual(told, ['a', 'ab', 'of the parser!']));
    assert.deepEqual(rooms, [GENERAL, GENERAL, PARSER]);
  });
});
