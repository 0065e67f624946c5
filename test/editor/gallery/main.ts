// Pictures of every feature, from the packaged extension in a real VS Code: npm run gallery [-- OPTIONS] [CHAPTER...]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../helpers/node';
import { startBrowser } from '../host/browser';
import { outDir } from '../host/places';
import { Album } from './album';
import { inThemes } from './camera';
import { CHAPTERS } from './chapters';
import type { Chapter, TakePicture } from './scene';

const USAGE = `npm run gallery -- [options] [chapter...]
  --out FOLDER   for the pictures and their index; out/gallery when missing
  --keep         renews media/gallery too, the selection that comes with the project
  chapters       ${CHAPTERS.map(({ name }) => name).join(', ')}; all of them when none is named
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: path.join(outDir, 'gallery') },
      keep: { type: 'boolean', default: false },
    },
  });
  const chapters = chosen(positionals);
  if (values.keep && chapters !== CHAPTERS) throw new Error(`--keep is for all chapters.\n${USAGE}`);
  const folder = path.resolve(values.out);
  const album = new Album(folder);
  const failures: string[] = [];
  for (const chapter of chapters) {
    const failure = await play(chapter, album);
    if (failure !== undefined) failures.push(failure);
  }
  album.writeIndex(chapters);
  if (values.keep && failures.length === 0) await keep(album, chapters);
  console.log(`${album.size} pictures, and README.md that shows them, are in ${path.relative(root, folder)}.`);
  for (const failure of failures) console.error(`failed: ${failure}`);
  return failures.length === 0 ? 0 : 1;
}

function chosen(names: readonly string[]): readonly Chapter[] {
  const unknown = names.find((name) => !CHAPTERS.some((chapter) => chapter.name === name));
  if (unknown !== undefined) throw new Error(`There is no chapter ${unknown}.\n${USAGE}`);
  return names.length === 0 ? CHAPTERS : CHAPTERS.filter(({ name }) => names.includes(name));
}

/** Says what failed, if anything did. */
async function play(chapter: Chapter, album: Album): Promise<string | undefined> {
  console.log(chapter.title);
  const take: TakePicture = async (shot, editor) => {
    await inThemes(editor, ['dark', ...(shot.looks ?? [])], (look, png) => album.add(shot, look, png));
    console.log(`  ${shot.name}`);
  };
  try {
    await chapter.play(take);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function keep(album: Album, chapters: readonly Chapter[]): Promise<void> {
  const browser = await startBrowser();
  try {
    await album.keep(path.join(root, 'media/gallery'), browser, chapters);
  } finally {
    await browser.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
