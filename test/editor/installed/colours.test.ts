import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../helpers/eventually';
import { palette, screenshot } from './actions';
import { type ChatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { SAMPLES } from './samples';
import { type Theme, setFolderSettings, setTheme, themes } from './theme';

const NAMES = Object.keys(SAMPLES);
const THEMES = ['dark', 'light', 'highContrast'] as const satisfies Theme[];

const SETTINGS = {
  // Of what a whole project means a message knows nothing.
  'editor.semanticHighlighting.enabled': false,
  'editor.colorDecorators': false,
  'editor.links': false,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.stickyScroll.enabled': false,
  '[markdown]': { 'editor.wordWrap': 'off' },
};

/** How every word of some elements looks: its letters with their colour, slant and weight. */
const looksOf = (lines: Locator): Promise<string[]> =>
  lines.evaluateAll((elements) => {
    const words: string[] = [];
    let before = '';
    const sorted = elements.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    for (const line of sorted) {
      const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      before = '';
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const { color, fontStyle, fontWeight } = getComputedStyle(node.parentElement!);
        const look = `${color} ${fontStyle} ${fontWeight}`;
        for (const letter of node.nodeValue ?? '') {
          const isBlank = /\s/.test(letter);
          if (!isBlank && look === before) words[words.length - 1] = words.at(-1)!.replace(/ /, `${letter} `);
          else if (!isBlank) words.push(`${letter} ${look}`);
          before = isBlank ? '' : look;
        }
      }
    }
    return words;
  });

/** The same code in the editor and in a message. The tests are one visit, in order. */
describe('the colours of code, in VS Code', function () {
  this.timeout(120_000);
  let editors: Editors<'ana'>;
  let page: Page;
  let chat: ChatPage;
  before(async function () {
    this.timeout(240_000);
    const files = Object.fromEntries(Object.entries(SAMPLES).map(([name, { code }]) => [name, code]));
    editors = await openEditors({ users: ['ana'], files, settings: SETTINGS, viewport: { width: 1700, height: 1000 } });
    ({ page } = editors.of.ana);
    for (const name of NAMES) {
      await page.getByRole('treeitem', { name }).dblclick();
      await tab(name).waitFor();
    }
    await startServer(editors.of.ana, editors.chatPort);
    chat = await joinByAddress(editors.of.ana, editors);
    for (const { fence, code } of Object.values(SAMPLES)) {
      await chat.say(`~~~~${fence}\n${code}~~~~`);
    }
    await eventually(async () => assert.equal(await chat.frame.locator('.code').count(), NAMES.length));
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  const tab = (name: string) => page.locator('.tabs-container .tab').filter({ hasText: name });
  const inEditor = async (name: string) => {
    await tab(name).click();
    const editor = page.locator(`.monaco-editor[data-uri$="${name}"]`);
    await editor.locator('.view-line').first().waitFor();
    return looksOf(editor.locator('.view-line'));
  };
  const inMessage = async (name: string) => {
    const code = chat.frame.locator('.code').nth(NAMES.indexOf(name));
    await code.scrollIntoViewIfNeeded();
    return looksOf(code.locator('pre > code'));
  };
  const areAlike = (name: string) =>
    eventually(async () => {
      const [editor, message] = [await inEditor(name), await inMessage(name)];
      if (isDeepStrictEqual(message, editor)) return editor;
      // On a busy computer the editor gives up within a line, and does not look at it again by itself.
      await palette(page, 'Developer: Force Retokenize');
      assert.deepEqual(message, editor, name);
      return editor;
    }, 40_000);

  for (const theme of THEMES) {
    it(`are those of the editor in six languages, in the ${theme} theme`, async () => {
      await setTheme(editors.of.ana, theme);
      await chat.frame.locator(`body[data-vscode-theme-id="${themes[theme].name}"]`).waitFor();
      for (const name of NAMES) {
        const words = await areAlike(name);
        assert.ok(new Set(words.map((word) => word.slice(word.indexOf(' ')))).size > 3, `${name} has colours`);
      }
      await tab('sample.ts').click();
      await chat.frame.locator('.code').first().scrollIntoViewIfNeeded();
      await screenshot(page, `colours-${theme}`);
    });
  }

  it('follow the settings for tokens and for brackets, without another theme', async () => {
    const rules = { comments: '#ff0000', textMateRules: [{ scope: 'keyword', settings: { fontStyle: 'italic' } }] };
    setFolderSettings(editors.of.ana.folder, {
      'editor.tokenColorCustomizations': rules,
      'editor.bracketPairColorization.enabled': false,
    });
    const isIn = (words: readonly string[]) => words.some((word) => word.includes('rgb(255, 0, 0)'));
    await eventually(async () => isIn(await inMessage('sample.ts')), 20_000);
    assert.ok(isIn(await areAlike('sample.ts')));
  });
});
