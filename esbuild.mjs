// Builds the bundles and the emoji into dist/. --production minifies; --watch rebuilds on change.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import esbuild from 'esbuild';
import { emojiScript } from './webview/emojiData.mjs';

const production = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'info',
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode', 'bufferutil', 'utf-8-validate'],
};

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  { ...node, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', external: [...node.external, './extension.js'] },
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
  { ...node, entryPoints: ['src/highlight/main.ts'], outfile: 'dist/highlight.js' },
  { ...node, entryPoints: ['server/main.ts'], outfile: 'dist/server.js' },
  {
    ...common,
    entryPoints: ['webview/main.ts'],
    outfile: 'dist/webview.js',
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    tsconfig: 'webview/tsconfig.json',
  },
];

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
writeFileSync('dist/emoji.js', emojiScript());
if (process.argv.includes('--watch')) {
  await Promise.all(bundles.map(async (bundle) => (await esbuild.context(bundle)).watch()));
} else {
  await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
}
if (production) writeFileSync('dist/README.md', withoutPictures(readFileSync('README.md', 'utf8')));

/** The details page of an installed extension cannot show pictures that lie in the repository. */
function withoutPictures(markdown) {
  const showsOne = (paragraph) => /!\[[^\]]*\]\((?!https:)/.test(paragraph);
  return markdown
    .split('\n\n')
    .filter((paragraph) => !showsOne(paragraph))
    .join('\n\n');
}
