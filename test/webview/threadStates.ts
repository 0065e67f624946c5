import type { Page } from 'playwright-core';
import type { Message } from '../../server/protocol/model';
import type { HostToPage, PageToHost } from '../../webview/protocol/messages';
import { actStates } from './actStates';
import { BEN, CHLOE, ME, aMessage } from './build';
import type { ChatPage } from './harness';

/** A thread as the server has it. */
export interface Thread {
  readonly root: Message;
  readonly answers: readonly Message[];
}

const isAnswer = (entry: { readonly kind: string }): entry is Message => entry.kind === 'message' && 'replyTo' in entry;

/** The one that begins in `acts`, with an answer that the log shows no more. */
export function someThread(now: number): Thread {
  const { entries } = actStates(now)['acts']!;
  const [root] = entries;
  const answers = entries.filter(isAnswer).filter(({ replyTo, thread = replyTo }) => thread === 1);
  if (root?.kind !== 'message') throw new Error('no thread');
  return { root, answers };
}

export const answerOf = (seq: number, root: number, over: Partial<Message> = {}): Message => ({
  ...aMessage(seq, { by: seq % 3 === 0 ? ME : seq % 3 === 1 ? BEN : CHLOE }),
  replyTo: root,
  ...over,
});

/** Answers as a server would that pages by so many. */
export function threadAnswer(
  { root, answers }: Thread,
  asked: Extract<PageToHost, { kind: 'thread' }>,
  limit = 100,
): HostToPage {
  const { id, before = Infinity, after } = asked;
  const all = answers.filter(({ seq }) => (after === undefined ? seq < before : seq > after));
  const entries = after === undefined ? all.slice(-limit) : all.slice(0, limit);
  return { kind: 'thread', id, root, entries: [...entries], complete: entries.length === all.length };
}

export async function askedThread(chat: ChatPage): Promise<Extract<PageToHost, { kind: 'thread' }>> {
  for (;;) {
    const asked = chat.said.findLast((message) => message.kind === 'thread');
    if (asked) return asked;
    await chat.page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

const openThread = async (page: Page, chat: ChatPage, thread: Partial<Thread> = {}) => {
  const now = Date.now();
  await chat.send({ ...actStates(now)['acts']!, rev: 2 });
  await page.getByRole('button', { name: '2 replies' }).press('Enter');
  await chat.send(threadAnswer({ ...someThread(now), ...thread }, await askedThread(chat)));
};

/** Where a thread is open, for axe and for pictures, beside the log and over it. */
export const THREADS: Readonly<Record<string, (page: Page, chat: ChatPage) => Promise<void>>> = {
  thread: (page, chat) => openThread(page, chat),
  'thread-focus': async (page, chat) => {
    await openThread(page, chat);
    await page.keyboard.press('Control+ArrowUp');
  },
  'thread-in-the-room': async (page, chat) => {
    await openThread(page, chat);
    await page.keyboard.type('half a reply');
    const other = page.getByRole('button', { name: 'Message #general' });
    if ((page.viewportSize()?.width ?? 0) >= 720) await other.click();
  },
  'thread-of-deleted': (page, chat) =>
    openThread(page, chat, {
      root: { ...someThread(Date.now()).root, text: '', tombstone: 'deleted', reactions: [], resolved: undefined },
    }),
  'thread-empty': async (page, chat) => {
    await chat.send({ ...actStates(Date.now())['acts']!, rev: 2 });
    await page.getByRole('textbox').click();
    for (const key of ['Control+ArrowUp', 'ArrowUp', 'ArrowUp', 't']) await page.keyboard.press(key);
    const { entries } = actStates(Date.now())['acts']!;
    const root = entries.find((entry) => entry.seq === 5);
    const { id } = await askedThread(chat);
    await chat.send({ kind: 'thread', id, ...(root && { root }), entries: [], complete: true });
  },
  'thread-offline': async (page, chat) => {
    await chat.send({ ...actStates(Date.now())['acts']!, rev: 2 });
    const link = { at: 'offline', reason: 'The connection to the server was lost.' } as const;
    await chat.send({ kind: 'link', rev: 3, link });
    await page.getByRole('button', { name: '2 replies' }).press('Enter');
    const { id } = await askedThread(chat);
    await chat.send({ kind: 'thread', id, reason: 'All of the thread comes with the connection.' });
  },
  'thread-loading': async (page, chat) => {
    const { entries, ...rest } = actStates(Date.now())['acts']!;
    await chat.send({ ...rest, rev: 2, entries: entries.slice(3) });
    await page.getByRole('textbox').click();
    for (const key of ['Control+ArrowUp', 'Home', 't']) await page.keyboard.press(key);
    await page.locator('.thread .skeleton').first().waitFor();
  },
  'thread-gone': async (page, chat) => {
    const { entries, ...rest } = actStates(Date.now())['acts']!;
    await chat.send({ ...rest, rev: 2, entries: entries.slice(3) });
    await page.getByRole('textbox').click();
    for (const key of ['Control+ArrowUp', 'Home', 't']) await page.keyboard.press(key);
    const { id } = await askedThread(chat);
    await chat.send({ kind: 'thread', id, reason: 'This thread is not there, or not for you.', isGone: true });
  },
};
