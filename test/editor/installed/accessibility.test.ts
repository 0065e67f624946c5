import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { eventually } from '../../helpers/eventually';
import { WireClient } from '../../helpers/wireClient';
import { escapeQuickInput, quickInput, screenshot, toast } from './actions';
import { documentOf, seriousFaults } from './axe';
import { type ChatPage, chatPage, nameStep } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { reloadWindow } from './reload';
import { killChatServer, storedFiles } from './storage';
import { type Theme, setTheme, themes } from './theme';

const CODE = `import { isDigit, isLetter } from './chars';

export interface Token {
  readonly kind: 'name' | 'number' | 'sign';
  readonly text: string;
  readonly at: number;
}

/** Cuts a line into tokens. Blanks separate them and are not told. */
export function* tokens(line: string): Generator<Token> {
  for (let at = 0; at < line.length; ) {
    const kind = isLetter(line[at]) ? 'name' : isDigit(line[at]) ? 'number' : 'sign';
    let end = at + 1;
    while (kind !== 'sign' && end < line.length && isLetter(line[end])) end += 1;
    const text = line.slice(at, end);
    if (text.trim() !== '') yield { kind, text, at };
    at = end;
  }
}
`;

const TALK = [
  ['ben', 'Morning! The lexer test on main is red for me. Anyone else?'],
  ['ana', 'Same here. It is the loop in line 14: a number stops at its first digit.'],
  ['chloe', 'Looks like isLetter where isDigit was meant. Shall I?'],
  ['ana', 'Go ahead, I will review 👍'],
  ['chloe', 'Pushed. It reads\n\n    while (sameKind(line[end], kind)) end += 1;\n\nand has a test with 1234.'],
  ['ben', 'Green. Thank you both!'],
] as const;

/** By keyboard alone, and by ear. The tests are one visit, in order. */
describe('the chat by keyboard and by screen reader, in VS Code', function () {
  this.timeout(90_000);
  let editors: Editors<'ana'>;
  let chat: ChatPage;
  const others: WireClient[] = [];
  const keys = () => editors.of.ana.page.keyboard;
  const run = async (title: string) => {
    await keys().press('F1');
    await quickInput(editors.of.ana.page).locator('input:focus').first().waitFor();
    await keys().insertText(title);
    await quickInput(editors.of.ana.page)
      .locator('.monaco-list-row.focused')
      .getByText(title, { exact: true })
      .waitFor();
    await keys().press('Enter');
  };
  const focused = async () =>
    (await documentOf(chat.frame)).evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({
      users: ['ana'],
      files: { 'lexer.ts': CODE },
      viewport: { width: 1360, height: 820 },
    });
    chat = chatPage(editors.of.ana);
    const { page } = editors.of.ana;
    await page.getByRole('treeitem', { name: 'lexer.ts' }).dblclick();
    await page.locator('.tabs-container .tab').getByText('lexer.ts').waitFor();
  });
  after(async () => {
    for (const other of others) await other[Symbol.asyncDispose]();
    await editors.close();
  });
  picturesOfFailures(() => editors);

  it('is joined with two Enters where a server runs on this computer', async () => {
    const { page } = editors.of.ana;
    await run('Chat: Start Server');
    await toast(page, 'The chat server runs').waitFor();
    await keys().press('Escape');
    await run('Chat: Join');
    await quickInput(page).locator('.monaco-list-row.focused').getByText('running on this computer').waitFor();
    await keys().press('Enter');
    await nameStep(page).waitFor();
    await eventually(async () =>
      assert.equal(await quickInput(page).locator('input[type=text]').first().inputValue(), 'ana'),
    );
    await keys().press('Enter');
    await chat.composer.waitFor();
  });

  it('takes what is typed right away, and sends it with Enter', async () => {
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
    await keys().type('Good morning!');
    await keys().press('Enter');
    await chat.message('Good morning!').getByTitle('Stored on the server').waitFor();
  });

  it('takes what is typed right after the palette was open', async () => {
    await keys().press('F1');
    await escapeQuickInput(editors.of.ana.page);
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
  });

  it('reads the messages from the composer and back', async () => {
    await keys().press('Control+ArrowUp');
    await eventually(async () => assert.match(await focused(), /^You, .*Good morning!/));
    await keys().press('ArrowUp');
    await eventually(async () => assert.match(await focused(), /ana has joined the chat/));
    await keys().press('Control+ArrowDown');
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
  });

  it('shows all keys with Alt+F1 or from the palette, and goes back to where it was', async () => {
    const help = () => chat.frame.getByRole('dialog', { name: 'Keys, commands and what is said aloud' });
    const closes = async () => {
      await keys().press('Escape');
      await help().waitFor({ state: 'hidden' });
    };
    await keys().press('Alt+F1');
    await help().waitFor();
    await screenshot(editors.of.ana.page, 'help');
    await closes();
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
    await keys().press('Control+ArrowUp');
    await eventually(async () => assert.match(await focused(), /ana has joined the chat/));
    await keys().press('Shift+Alt+F1');
    await help().waitFor();
    await closes();
    await eventually(async () => assert.match(await focused(), /ana has joined the chat/));
    await keys().press('Control+ArrowDown');
    await run('Team Chat: Show Keyboard and Accessibility Help');
    await help().waitFor();
    await closes();
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
  });

  it('runs a command that is typed, in the room and in the editor', async () => {
    await keys().type('/topic Lexer and parser');
    await keys().press('Enter');
    await chat.frame.locator('.topic', { hasText: 'Lexer and parser' }).waitFor();
    await eventually(async () => assert.equal(await chat.composer.inputValue(), ''));
    await keys().type('/snooze');
    await keys().press('Enter');
    await quickInput(editors.of.ana.page).getByText('30 minutes').waitFor();
    await escapeQuickInput(editors.of.ana.page);
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
  });

  it('retries and deletes a message that the server refused', async () => {
    const { page } = editors.of.ana;
    killChatServer(editors.of.ana);
    await chat.frame.getByText('Retry now').waitFor();
    await keys().type('Refused');
    await keys().press('Enter');
    await chat.message('Refused').getByText('Waiting for connection').waitFor();
    // What a person types is checked before it is kept. So a text that a server refuses has to come from the disk.
    const [unsent] = storedFiles(editors.of.ana, '.json').filter((name) => name.includes('outbox'));
    writeFileSync(unsent!, readFileSync(unsent!, 'utf8').replace('"Refused"', '"Refused\\u0000"'));
    await reloadWindow(page, true);
    await chat.message('Refused').waitFor({ timeout: 60_000 });
    await run('Chat: Start Server');
    const refused = chat.message('Refused').getByText('It holds characters that cannot be sent.');
    await refused.waitFor({ timeout: 40_000 });
    const isFocused = (button: string) =>
      eventually(async () =>
        assert.ok(
          await chat
            .message('Refused')
            .locator(button)
            .evaluate((element) => element.matches(':focus-within')),
        ),
      );
    await run('Team Chat: Show Chat');
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
    await keys().press('Control+ArrowUp');
    await keys().press('Tab');
    await isFocused('.retry');
    await keys().press('Enter');
    await refused.waitFor();
    await run('Team Chat: Show Chat');
    await eventually(async () => assert.ok(await chat.composer.evaluate((area) => area.matches(':focus'))));
    await keys().press('Control+ArrowUp');
    await keys().press('Tab');
    await keys().press('Tab');
    await isFocused('.delete');
    await keys().press('Enter');
    await chat.message('Refused').waitFor({ state: 'hidden' });
  });

  it('says new messages of others aloud, and no others', async () => {
    const url = `ws://127.0.0.1:${editors.chatPort}/chat`;
    for (const name of ['ben', 'chloe']) others.push(new WireClient(name, () => url));
    await eventually(() => assert.ok(others.every((other) => other.isFollowing)));
    const spoken = chat.frame.locator('[aria-live=polite]');
    for (const [who, text] of TALK) {
      if (who === 'ana') await chat.say(text);
      else others.find(({ name }) => name === who)?.post(text);
      await chat.message(text.slice(0, 20)).first().waitFor();
      if (who !== 'ana')
        await eventually(async () => assert.ok((await spoken.innerText()).startsWith(`${who}: ${text.slice(0, 5)}`)));
    }
    assert.doesNotMatch(await spoken.innerText(), /Same here|Go ahead/);
    assert.equal(await chat.log.getAttribute('aria-live'), 'off');
  });

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`has no serious accessibility fault in the ${theme} theme`, async () => {
      await setTheme(editors.of.ana, theme);
      await chat.frame.locator(`body[data-vscode-theme-kind="${themes[theme].kind}"]`).waitFor();
      assert.deepEqual(await seriousFaults(chat.frame), []);
      await screenshot(editors.of.ana.page, `theme-${theme}`);
    });
  }

  it('is left by keyboard', async () => {
    await chat.composer.focus();
    const isAtExit = () => chat.frame.locator('.exit').evaluate((button) => button.matches(':focus-within'));
    // Past what the message that Tab reaches has of its own.
    for (let i = 0; i < 6 && !(await isAtExit()); i += 1) await keys().press('Shift+Tab');
    await eventually(async () => assert.ok(await isAtExit()));
    await keys().press('Enter');
    await chat.frame.getByRole('button', { name: 'Join' }).waitFor();
  });
});
