import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/node';
import { type Pages, renderState, startPages } from './harness';
import { states } from './states';
import { THEMES } from './themes';

const folder = path.join(root, 'out/screenshots/page');
const VIEWS = [
  ...THEMES.map((theme) => ({ name: theme, theme, width: 480 })),
  { name: 'narrow', theme: 'dark', width: 250 } as const,
];

describe('pictures of the page', function () {
  this.timeout(120_000);
  let pages: Pages;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    pages = await startPages();
  });
  after(() => pages.close());

  for (const { name, theme, width } of VIEWS) {
    it(`shows every state in ${name}`, async () => {
      for (const [state, snapshot] of Object.entries(states(Date.now()))) {
        const chat = await pages.open({ theme, width, height: 640 });
        await renderState(chat, snapshot);
        await chat.page.evaluate(() => document.fonts.ready);
        await chat.page.screenshot({ path: path.join(folder, `${state}-${name}.png`) });
        await chat.close();
      }
    });
  }
});
