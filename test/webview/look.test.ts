import assert from 'node:assert/strict';
import { MOMENTS } from './moments';
import { OPENED } from './opened';
import { type ChatPage, type Pages, renderState, startPages, wear } from './harness';
import { states } from './states';

/** What has an edge of its own, by which it is told from what lies around it where no colour may do so. */
const EDGED = [
  '.bubble',
  '.reaction',
  '.file',
  '.chip',
  '.quote',
  '.code',
  '.banner',
  '.composer-box',
  '.picker',
  '.offers',
  '.offer.is-at',
  '.found.is-at',
  '.search-filter',
  '.date-text',
  '.acts',
  '.jump .button',
  '.preview',
];

type Open = (chat: ChatPage) => Promise<void>;

const shown: readonly (readonly [string, Open])[] = [
  ...Object.keys(states(0)).map((name): [string, Open] => [
    name,
    (chat) => renderState(chat, states(Date.now())[name]!),
  ]),
  ...Object.entries({ ...OPENED, ...MOMENTS }).map(([name, open]): [string, Open] => [
    name,
    async (chat) => {
      await renderState(chat, states(Date.now())['talk']!);
      await open(chat.page, chat);
    },
  ]),
];

describe('the look of the page, in every state', function () {
  this.timeout(120_000);
  let pages: Pages;
  before(async () => (pages = await startPages()));
  after(() => pages.close());

  const inEach = async (
    options: Parameters<Pages['open']>[0],
    check: (chat: ChatPage, name: string) => Promise<void>,
  ) => {
    for (const [name, open] of shown) {
      const chat = await pages.open(options);
      await open(chat);
      await check(chat, name);
      assert.deepEqual(chat.errors, [], name);
      await chat.close();
    }
  };

  it('fits at 200 % zoom into a page of 480 pixels', async () => {
    await inEach({ width: 240, height: 360, context: { deviceScaleFactor: 2 } }, async ({ page }, name) => {
      const over = await page.evaluate(() =>
        [...document.querySelectorAll('body *:not(.spoken)')]
          .filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5);
          })
          .filter((element) => element.closest('.code-text, .text table, .picker-tabs') === null)
          .map((element) => element.className),
      );
      assert.deepEqual(over, [], name);
    });
  });

  it('stands still where motion is not wanted', async () => {
    await inEach({ context: { reducedMotion: 'reduce' } }, async ({ page }, name) => {
      const moving = await page.evaluate(() =>
        document
          .getAnimations()
          .filter(({ playState }) => playState === 'running')
          .map(({ effect }) => (effect as KeyframeEffect).target?.className),
      );
      assert.deepEqual(moving, [], name);
    });
  });

  it('tells its parts by edges in the themes of high contrast', async () => {
    await inEach({ theme: 'hc' }, async (chat, name) => {
      for (const theme of ['hc', 'hcLight'] as const) {
        await wear(chat, theme);
        const bare = await chat.page.evaluate((edged) => {
          const isSeen = (width: string, style: string, color: string) =>
            parseFloat(width) > 0 && style !== 'none' && !/^(transparent|rgba\(.*, 0\))$/.test(color);
          return [...document.querySelectorAll(edged.join())]
            .filter((element) => element.getBoundingClientRect().width > 0)
            .filter((element) => {
              const at = getComputedStyle(element);
              const part = element.shadowRoot?.querySelector('[part=control]');
              const inner = part && getComputedStyle(part);
              return ![at, ...(inner ? [inner] : [])].some(
                (of) =>
                  isSeen(of.borderTopWidth, of.borderTopStyle, of.borderTopColor) ||
                  isSeen(of.borderBottomWidth, of.borderBottomStyle, of.borderBottomColor) ||
                  isSeen(of.outlineWidth, of.outlineStyle, of.outlineColor),
              );
            })
            .map((element) => element.className);
        }, EDGED);
        assert.deepEqual([...new Set(bare)], [], `${name} in ${theme}`);
      }
    });
  });

  it('keeps its edges and its focus where the system forces its own colours', async () => {
    const chat = await pages.open({ context: { forcedColors: 'active' } });
    await renderState(chat, states(Date.now())['talk']!);
    await chat.page.getByRole('textbox').click();
    await chat.page.keyboard.press('Control+ArrowUp');
    const look = await chat.page.evaluate(() => {
      const focused = document.querySelector('.row:focus .bubble');
      const other = document.querySelector('.row:not(:focus) .bubble');
      const style = (of: Element | null) => (of ? getComputedStyle(of) : undefined);
      return { ring: style(focused)?.outlineStyle, edge: style(other)?.borderTopWidth };
    });
    assert.deepEqual(look, { ring: 'solid', edge: '1px' });
    await chat.close();
  });
});
