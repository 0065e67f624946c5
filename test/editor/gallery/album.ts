import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { Theme } from '../installed/theme';
import { asWebp } from './camera';
import type { Chapter, Shot } from './scene';

/** A kept picture is part of every clone of the project. */
const KEPT_BYTES = { each: 120_000, all: 1_200_000 } as const;

interface Picture extends Shot {
  readonly look: Theme;
  readonly png: Buffer;
}

const LOOKS: Readonly<Record<Theme, string>> = {
  dark: 'dark',
  light: 'light',
  highContrast: 'high contrast',
  highContrastLight: 'high contrast, light',
};

const fileName = ({ chapter, name, look }: Picture, type: string): string =>
  `${chapter}-${name}${look === 'dark' ? '' : `-${look}`}.${type}`;

/** The pictures of a run, in order. */
export class Album {
  readonly #pictures: Picture[] = [];

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  get size(): number {
    return this.#pictures.length;
  }

  add(shot: Shot, look: Theme, png: Buffer): void {
    const picture = { ...shot, look, png };
    this.#pictures.push(picture);
    writeFileSync(path.join(this.folder, fileName(picture, 'png')), png);
  }

  writeIndex(chapters: readonly Chapter[]): void {
    writeFileSync(path.join(this.folder, 'README.md'), index(chapters, this.#pictures, 'png'));
  }

  /** The selection that comes with the project, in place of the one before. */
  async keep(folder: string, browser: Browser, chapters: readonly Chapter[]): Promise<void> {
    const kept = this.#pictures.filter(({ kept = [], look }) => kept.includes(look));
    const files = await Promise.all(
      kept.map(async (picture) => ({ name: fileName(picture, 'webp'), bytes: await asWebp(browser, picture.png) })),
    );
    const heavy = files.filter(({ bytes }) => bytes.length > KEPT_BYTES.each).map(({ name }) => name);
    const all = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (heavy.length > 0 || all > KEPT_BYTES.all)
      throw new Error(`too much to be kept: ${all} bytes in all, and more than they may have: ${heavy.join(', ')}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { name, bytes } of files) writeFileSync(path.join(folder, name), bytes);
    writeFileSync(path.join(folder, 'README.md'), index(chapters, kept, 'webp'));
  }
}

const index = (chapters: readonly Chapter[], pictures: readonly Picture[], type: string): string =>
  [
    '# Gallery',
    'Pictures of the packaged extension in a real VS Code, with a real server. `npm run gallery` makes them all anew.',
    ...chapters.flatMap((chapter) => {
      const scenes = pictures.filter((picture) => picture.chapter === chapter.name);
      return scenes.length === 0
        ? []
        : [`## ${chapter.title}`, ...scenes.flatMap((picture, i) => entry(picture, scenes[i - 1], type))];
    }),
  ].join('\n\n') + '\n';

/** The looks of a scene stand below one caption. */
function entry(picture: Picture, before: Picture | undefined, type: string): string[] {
  const { name, caption, how, look } = picture;
  const image = `![${caption} (${LOOKS[look]})](${fileName(picture, type)})`;
  return before?.name === name ? [image] : [`### ${caption}`, how, image];
}
