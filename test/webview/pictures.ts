// Pictures of the page in every state and theme, to be looked at: npm run pictures
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/node';
import { aSnapshot } from './build';
import { MOMENTS } from './moments';
import { OPENED } from './opened';
import { type ChatPage, type Pages, renderState, startPages } from './harness';
import { states, talk } from './states';
import { THREADS } from './threadStates';
import { THEMES } from './themes';

const folder = path.join(root, 'out/screenshots/page');
async function picture(chat: ChatPage, name: string): Promise<void> {
  await chat.page.evaluate(() => document.fonts.ready);
  await chat.page.screenshot({ path: path.join(folder, `${name}.png`) });
  await chat.close();
}

const VIEWS = [
  ...THEMES.map((theme) => ({ name: theme, theme, width: 480 })),
  { name: 'narrow', theme: 'dark', width: 250 } as const,
];

const WIDE = 900;

async function pictureThreads(pages: Pages, { name, theme, width }: (typeof VIEWS)[number]): Promise<void> {
  for (const [moment, make] of Object.entries(THREADS)) {
    for (const [place, pixels] of [
      ['', width],
      ['-wide', WIDE],
    ] as const) {
      const chat = await pages.open({ theme, width: pixels, height: 640 });
      await renderState(chat, aSnapshot({ entries: talk(Date.now()) }));
      await make(chat.page, chat);
      await picture(chat, `${moment}${place}-${name}`);
    }
  }
}

async function pictureView(pages: Pages, { name, theme, width }: (typeof VIEWS)[number]): Promise<void> {
  for (const state of Object.keys(states(0))) {
    const chat = await pages.open({ theme, width, height: 640 });
    await renderState(chat, states(Date.now())[state]!);
    await picture(chat, `${state}-${name}`);
  }
  for (const [moment, make] of Object.entries({ ...OPENED, ...MOMENTS })) {
    const chat = await pages.open({ theme, width, height: 640 });
    await renderState(chat, aSnapshot({ entries: talk(Date.now()) }));
    await make(chat.page, chat);
    await picture(chat, `${moment}-${name}`);
  }
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const pages = await startPages();
  try {
    for (const view of VIEWS) {
      await pictureView(pages, view);
      await pictureThreads(pages, view);
      console.log(`${view.name}: done`);
    }
  } finally {
    await pages.close();
  }
  console.log(`The pictures are in ${path.relative(root, folder)}.`);
}

void main();
