import type axe from 'axe-core';
import type { Frame, FrameLocator } from 'playwright-core';
import { axeSource, onlyFindings, seriousOf } from '../../helpers/axe';

/** The document of a webview that is shown. */
export async function documentOf(chat: FrameLocator): Promise<Frame> {
  const body = await chat.locator('body').elementHandle();
  const frame = await body.ownerFrame();
  if (!frame) throw new Error('there is no frame');
  return frame;
}

/** Serious and critical findings, as "rule: element". */
export async function seriousFaults(chat: FrameLocator): Promise<readonly string[]> {
  const frame = await documentOf(chat);
  await frame.evaluate(axeSource);
  // The editor draws the background behind the page, where axe cannot see it.
  const background = (value: string) =>
    frame.evaluate((colour) => document.documentElement.style.setProperty('background', colour), value);
  await background('var(--vscode-editor-background)');
  const results = await frame.evaluate(
    (how) => (globalThis as unknown as { axe: typeof axe }).axe.run(how),
    onlyFindings,
  );
  await background('');
  return seriousOf(results);
}
