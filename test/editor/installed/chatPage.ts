import type { FrameLocator, Locator, Page } from 'playwright-core';
import { inputBox, palette, quickInput, quickPick, toast, webview } from './actions';
import type { Editor, Editors } from './editors';

/** The chat of one editor, as its user sees it. */
export interface ChatPage {
  readonly frame: FrameLocator;
  readonly log: Locator;
  readonly composer: Locator;
  message(text: string | RegExp): Locator;
  say(text: string): Promise<void>;
}

export function chatPage({ page }: Pick<Editor, 'page'>, kind: 'panel' | 'view' = 'panel'): ChatPage {
  const frame = webview(page, kind);
  const composer = frame.getByRole('textbox', { name: /^Message/ });
  return {
    frame,
    log: frame.getByRole('log'),
    composer,
    message: (text) => frame.getByRole('article').filter({ hasText: text }),
    async say(text) {
      await composer.fill(text);
      await composer.press('Enter');
    },
  };
}

/** The step of Chat: Join that asks for a name. */
export const nameStep = (page: Page): Locator => quickInput(page).getByText('Your name in this chat');

/** The step of Chat: Join that asks for an address. */
export const addressStep = (page: Page): Locator => quickInput(page).getByText('Address of the server');

export async function startServer({ page }: Pick<Editor, 'page'>, chatPort: number): Promise<void> {
  await palette(page, 'Chat: Start Server');
  await toast(page, String(chatPort)).waitFor();
}

/** Joins the chat of these editors by its address, as the editor's user. */
export async function joinByAddress(editor: Editor, { chatPort }: Editors<string>): Promise<ChatPage> {
  const { page, user } = editor;
  await palette(page, 'Chat: Join');
  await quickPick(page, /Enter Address/);
  await addressStep(page).waitFor();
  await inputBox(page, `127.0.0.1:${chatPort}`);
  await nameStep(page).waitFor();
  await inputBox(page, user);
  const chat = chatPage(editor);
  await chat.composer.waitFor();
  return chat;
}
