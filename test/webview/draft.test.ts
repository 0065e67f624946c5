import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { createDraftTeller } from '../../webview/draft';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';

describe('telling the host of a draft', () => {
  let told: string[];
  const post = (message: PageToHost) => {
    if (message.kind === 'draft') told.push(message.text);
  };
  beforeEach(() => (told = []));

  it('is done at once when the typing begins', () => {
    createDraftTeller(post, () => GENERAL).typed('a');
    assert.deepEqual(told, ['a']);
  });

  it('is done once for what follows quickly, with the last of it', async () => {
    const teller = createDraftTeller(post, () => GENERAL);
    for (const text of ['a', 'ab', 'abc']) teller.typed(text);
    await eventually(() => assert.deepEqual(told, ['a', 'abc']));
  });

  it('is done at once when the text was sent or deleted', () => {
    const teller = createDraftTeller(post, () => GENERAL);
    for (const text of ['a', 'ab', '']) teller.typed(text);
    assert.deepEqual(told, ['a', '']);
  });

  it('is not done for a draft that the host has', () => {
    const teller = createDraftTeller(post, () => GENERAL);
    teller.typed('a');
    teller.flush();
    assert.deepEqual(told, []);
  });

  it('is done at once when the page goes', () => {
    const teller = createDraftTeller(post, () => GENERAL);
    teller.typed('a');
    teller.typed('ab');
    teller.flush();
    assert.deepEqual(told, ['a', 'ab']);
  });
});
