import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { MOMENTS } from './moments';
import { OPENED } from './opened';
import { type ChatPage, type Pages, renderState, startPages, wear } from './harness';
import { states } from './states';

/** What has an edge of its own, by which it is told from what lies around it where no colour may do so. */
const EDGED = [
  '.message:not(.is-emoji) .bubble',
  '.reaction',
  '.file:not(.has-picture)',
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

/** What reaches out of the page, but for what scrolls by itself. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *:not(.spoken)')]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5);
      })
      .filter((element) => element.closest('.code-text, .text table, .picker-tabs') === null)
      .map((element) => element.className),
  );

/** A colour that fades is no motion. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => one.playState === 'running' && (one as CSSAnimation).animationName !== 'shown')
      .map(({ effect }) => String((effect as KeyframeEffect).target?.className)),
  );

const bare = (page: Page): Promise<string[]> =>
  page.evaluate(
    (edged) =>
      [...document.querySelectorAll(edged.join())]
        .filter((element) => element.getBoundingClientRect().width > 0)
        .filter((element) => {
          const part = element.shadowRoot?.querySelector('[part=control]');
          return ![element, ...(part ? [part] : [])].some((of) => {
            const at = getComputedStyle(of);
            return [
              [at.borderTopWidth, at.borderTopStyle, at.borderTopColor] as const,
              [at.borderBottomWidth, at.borderBottomStyle, at.borderBottomColor] as const,
              [at.outlineWidth, at.outlineStyle, at.outlineColor] as const,
            ].some(
              ([width, style, colour]) =>
                parseFloat(width) > 0 && style !== 'none' && !/^(transparent|rgba\(.*, 0\))$/.test(colour),
            );
          });
        })
        .map((element) => element.className),
    EDGED,
  );

/** At 200 % zoom of a page of 480 pixels, in high contrast, without motion. */
const HARD = {
  width: 240,
  height: 360,
  theme: 'hc',
  context: { deviceScaleFactor: 2, reducedMotion: 'reduce' },
} as const;

describe('the look of the page, zoomed, in high contrast and without motion', function () {
  this.timeout(300_000);
  let pages: Pages;
  before(async () => (pages = await startPages()));
  after(() => pages.close());

  const assertGood = async (chat: ChatPage, name: string) => {
    assert.deepEqual(await moving(chat.page), [], `${name} moves`);
    assert.deepEqual(await tooWide(chat.page), [], `${name} is too wide`);
    for (const theme of ['hcLight', 'hc'] as const) {
      await wear(chat, theme);
      assert.deepEqual([...new Set(await bare(chat.page))], [], `${name} has no edges in ${theme}`);
    }
    assert.deepEqual(chat.errors, [], name);
  };

  it('is good in every state', async () => {
    const chat = await pages.open(HARD);
    for (const [name, snapshot] of Object.entries(states(Date.now()))) {
      await renderState(chat, snapshot);
      await assertGood(chat, name);
    }
    await chat.close();
  });

  it('is good whatever a reader does', async () => {
    for (const [name, open] of Object.entries({ ...OPENED, ...MOMENTS })) {
      const chat = await pages.open(HARD);
      await renderState(chat, states(Date.now())['talk']!);
      await open(chat.page, chat);
      await assertGood(chat, name);
      await chat.close();
    }
  });

  it('keeps its edges and its focus where the system forces its own colours', async () => {
    const chat = await pages.open({ context: { forcedColors: 'active' } });
    await renderState(chat, states(Date.now())['talk']!);
    await chat.page.getByRole('textbox').click();
    await chat.page.keyboard.press('Control+ArrowUp');
    const look = await chat.page.evaluate(() => ({
      ring: getComputedStyle(document.querySelector('.row:focus .bubble')!).outlineStyle,
      edge: getComputedStyle(document.querySelector('.row:not(:focus) .bubble')!).borderTopWidth,
    }));
    assert.deepEqual(look, { ring: 'solid', edge: '1px' });
    await chat.close();
  });
});
