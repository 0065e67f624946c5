import assert from 'node:assert/strict';
import { type ChatPage, type Pages, startPages } from './harness';

/** Gives each test a page of its own, which must have had no error when the test ends. */
export function eachPage(take: (chat: ChatPage) => void): void {
  let pages: Pages;
  let chat: ChatPage;
  before(async () => (pages = await startPages()));
  after(() => pages.close());
  beforeEach(async () => take((chat = await pages.open())));
  afterEach(async () => {
    assert.deepEqual(chat.errors, []);
    await chat.close();
  });
}
