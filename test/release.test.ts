import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vsixFile } from './editor/host/places';
import { root } from './helpers/node';
import { tempDir } from './helpers/tempDir';
import { type ZipEntry, readZip } from './helpers/zip';

const MiB = 1024 * 1024;

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const version = (): string => (JSON.parse(read('package.json')) as { version: string }).version;

/** What `npm run package` has made; `npm run test:unit` does that first. */
function packed(): ZipEntry[] {
  assert.ok(existsSync(vsixFile), 'there is no .vsix: npm run package');
  return readZip(vsixFile).filter(({ name }) => name.startsWith('extension/'));
}

function textOf(name: string): string {
  const entry = packed().find((each) => each.name === `extension/${name}`);
  assert.ok(entry, `no ${name} in the .vsix`);
  return entry.read().toString('utf8');
}

/** Relative targets of the pictures in a Markdown text. */
function pictures(markdown: string): string[] {
  return [...markdown.matchAll(/!\[[^\]]*\]\((?!https:)([^)]*)\)/g)].map(([, target = '']) => target);
}

describe('the .vsix', () => {
  it('is smaller than 1 MB', () => assert.ok(statSync(vsixFile).size < MiB));

  it('holds the bundles and what they show, and nothing else', () => {
    const names = packed().map(({ name }) => name.replace('extension/', ''));
    const rest = names.filter((name) => !/^media\/[\w-]+\.svg$/.test(name));
    assert.deepEqual(rest.sort(), [
      'LICENSE.txt',
      'changelog.md',
      'dist/codicon.ttf',
      'dist/emoji.js',
      'dist/extension.js',
      'dist/highlight.js',
      'dist/main.js',
      'dist/server.js',
      'dist/webview.css',
      'dist/webview.js',
      'media/icon.png',
      'media/l10n/bundle.l10n.de.json',
      'package.json',
      'package.nls.de.json',
      'package.nls.json',
      'readme.md',
    ]);
  });

  it('has bundles without a source map', () => {
    for (const bundle of ['main', 'extension', 'highlight', 'server', 'webview']) {
      assert.doesNotMatch(textOf(`dist/${bundle}.js`), /sourceMappingURL/);
    }
  });

  it('has only the server name SQLite, with the prefix that it cannot be loaded without', () => {
    assert.match(textOf('dist/server.js'), /require\("node:sqlite"\)/);
    assert.doesNotMatch(textOf('dist/extension.js'), /require\("(node:)?sqlite"\)/);
  });

  it('shows no picture that is not in it', () => assert.deepEqual(pictures(textOf('readme.md')), []));

  it('has a server that runs on its own', async () => {
    using folder = tempDir();
    const script = folder.file('server.js');
    writeFileSync(script, textOf('dist/server.js'));
    const args = ['serve', '--port', '0', '--data', folder.file('data'), '--transcript', 'off'];
    const server = fork(script, args, { execArgv: [], stdio: 'ignore' });
    const [told] = (await once(server, 'message')) as [Record<string, unknown>];
    assert.deepEqual({ kind: told['kind'], version: told['version'] }, { kind: 'ready', version: version() });
    server.kill('SIGTERM');
    assert.deepEqual(await once(server, 'exit'), [0, null]);
  });
});

describe('a release', () => {
  it('has the newest changelog entry for its version', () => {
    const released = [...read('CHANGELOG.md').matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(([, each]) => each);
    assert.equal(released[0], version());
  });

  it('has the pictures of its README', () => {
    assert.deepEqual(
      pictures(read('README.md')).filter((target) => !existsSync(path.join(root, target))),
      [],
    );
  });

  it('has an icon that is large enough', () => {
    const icon = readFileSync(path.join(root, 'media/icon.png'));
    const [width, height] = [icon.readUInt32BE(16), icon.readUInt32BE(20)];
    assert.ok(width >= 128 && width === height);
  });
});
