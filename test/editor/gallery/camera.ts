import type { Browser, Page } from 'playwright-core';
import { webview } from '../installed/actions';
import { seriousFaults } from '../installed/axe';
import type { Editor } from '../installed/editors';
import { type Theme, setTheme } from '../installed/theme';

/** So many pictures in a row have to be the same. */
const STEADY = 3;
const MOST = 25;

/** A picture of a window in which nothing moves any more; after a while as it is, for a clock may count in it. */
export async function steadyPicture(page: Page): Promise<Buffer> {
  let last = await page.screenshot({ animations: 'disabled' });
  for (let taken = 1, same = 1; taken < MOST && same < STEADY; taken += 1) {
    const next = await page.screenshot({ animations: 'disabled' });
    same = next.equals(last) ? same + 1 : 1;
    last = next;
  }
  return last;
}

/** A window in one theme after the other; it is dark before and afterwards. A fault that axe finds in its chat is thrown. */
export async function inThemes(
  editor: Editor,
  looks: readonly Theme[],
  keep: (look: Theme, png: Buffer) => void,
): Promise<void> {
  for (const look of looks) {
    if (looks.length > 1) await setTheme(editor, look);
    keep(look, await steadyPicture(editor.page));
    const faults = await faultsIn(editor.page);
    if (faults.length > 0) throw new Error(`by axe, in the ${look} theme: ${faults.join('; ')}`);
  }
  if (looks.length > 1) await setTheme(editor, 'dark');
}

/** Of the chat, wherever it is shown. */
async function faultsIn(page: Page): Promise<readonly string[]> {
  for (const kind of ['panel', 'view'] as const) {
    const chat = webview(page, kind);
    if (await chat.locator('.page').isVisible()) return seriousFaults(chat);
  }
  return [];
}

/** The same picture in a third of the bytes. */
export async function asWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const base64 = await page.evaluate(async (source) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.8).replace(/^.*,/, '');
    }, png.toString('base64'));
    return Buffer.from(base64, 'base64');
  } finally {
    await page.close();
  }
}
