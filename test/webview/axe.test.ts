import assert from 'node:assert/strict';
import type { AxeResults, RunOptions } from 'axe-core';
import { axeSource, onlyFindings, seriousOf } from '../helpers/axe';
import { MOMENTS } from './moments';
import { OPENED } from './opened';
import { type ChatPage, type Pages, renderState, startPages, wear } from './harness';
import { states } from './states';
import { THREADS } from './threadStates';
import { THEMES, type Theme } from './themes';

interface Looked extends RunOptions {
  readonly within?: string | undefined;
}

type Run = (part: string, options: RunOptions) => Promise<AxeResults>;

/** Serious and critical findings, as "rule: element". */
async function findings({ page }: ChatPage, { within = 'html', ...options }: Looked = {}): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const results = await page.evaluate(
    ([part, how]) => (globalThis as unknown as { axe: { run: Run } }).axe.run(part, how),
    [within, { ...options, ...onlyFindings }] as const,
  );
  return seriousOf(results);
}

/** What a theme can change are colours: all else is looked at in one. */
const rulesFor = (theme: Theme): RunOptions =>
  theme === THEMES[0] ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] };

describe('accessibility of the page, by axe', function () {
  this.timeout(300_000);
  let pages: Pages;
  before(async () => (pages = await startPages()));
  after(() => pages.close());

  const assertNone = async (chat: ChatPage, name: string, within?: string) => {
    for (const theme of THEMES) {
      await wear(chat, theme);
      assert.deepEqual(await findings(chat, { within, ...rulesFor(theme) }), [], `${name} in ${theme}`);
    }
  };

  const assertNoneIn = async (opened: typeof OPENED, within?: (name: string) => string) => {
    for (const [name, open] of Object.entries(opened)) {
      const chat = await pages.open();
      await chat.page.emulateMedia({ reducedMotion: 'reduce' });
      await renderState(chat, states(Date.now())['talk']!);
      await open(chat.page, chat);
      await assertNone(chat, name, within?.(name));
      await chat.close();
    }
  };

  it('has no serious finding in any state and theme', async () => {
    const chat = await pages.open();
    // Fades and spins would be measured half way.
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const [name, snapshot] of Object.entries(states(Date.now()))) {
      await renderState(chat, snapshot);
      await assertNone(chat, name);
    }
    await chat.close();
  });

  it('has no serious finding in what opens over the page, in any theme', async () => {
    await assertNoneIn(OPENED, (name) => (name.startsWith('missed') ? '.body' : '.composer, .help'));
  });

  it('has no serious finding in what a reader does, in any theme', async () => {
    await assertNoneIn(MOMENTS);
  });

  it('has no serious finding in a thread, in any theme', async () => {
    const chat = await pages.open({ width: 900 });
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const [name, open] of Object.entries(THREADS)) {
      await renderState(chat, states(Date.now())['talk']!);
      await open(chat.page, chat);
      await assertNone(chat, name);
      await chat.page.getByRole('button', { name: 'Close the thread' }).click();
      chat.said.length = 0;
    }
    await chat.close();
  });

  it('finds a fault where there is one', async () => {
    const chat = await pages.open();
    await renderState(chat, states(Date.now())['talk']!);
    await chat.page.evaluate(() => document.querySelector('.row')?.setAttribute('role', 'checkbox'));
    assert.notDeepEqual(await findings(chat), []);
    await renderState(chat, states(Date.now())['talk']!);
    assert.deepEqual(await findings(chat, rulesFor('light')), []);
    await chat.page.evaluate(() => {
      const text = document.querySelector<HTMLElement>('.date-text')!;
      text.style.color = text.style.background = 'black';
    });
    assert.match((await findings(chat, rulesFor('light'))).join(), /color-contrast: .*date-text/);
    await chat.close();
  });
});
