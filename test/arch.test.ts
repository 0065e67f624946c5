import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { keysOfConstant } from './arch/commandIds';
import { projectSources, sourceFile } from './arch/sources';
import { WALLS, violations } from './arch/walls';
import { root } from './helpers/node';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus?: Readonly<Record<string, readonly { readonly command?: string }[]>>;
  };
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const manifest = (): Manifest => JSON.parse(read('package.json')) as Manifest;

describe('the walls between the folders', () => {
  it('stand', () => {
    const files = projectSources();
    assert.ok(files.length > 50);
    assert.deepEqual(violations(files), []);
  });

  it('are drawn around folders that exist', () => {
    assert.deepEqual(
      Object.keys(WALLS).filter((folder) => !existsSync(path.join(root, folder))),
      [],
    );
  });

  const offences: readonly [sentence: string, file: string, code: string][] = [
    ['the protocol knows nothing of Node', 'server/protocol/ids.ts', "import { hash } from 'node:crypto';"],
    ['the protocol knows nothing of the rules', 'server/protocol/ids.ts', "import type { A } from '../core/apply';"],
    ['the rules know no clock and no file', 'server/core/apply.ts', "import fs from 'node:fs';"],
    ['the rules know no database', 'server/core/apply.ts', "import { open } from '../state/open';"],
    ['only the state names SQLite', 'server/hub/hub.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['not even the program names SQLite', 'server/main.ts', "await import('node:sqlite');"],
    ['the state knows no session', 'server/state/open.ts', "import { Hub } from '../hub/hub';"],
    ['the journal port knows no engine', 'server/journal/journal.ts', "export { open } from './local/engine';"],
    ['the hub knows no engine', 'server/hub/hub.ts', "import { open } from '../journal/local/engine';"],
    ['the hub knows no socket library', 'server/hub/hub.ts', "import { WebSocket } from 'ws';"],
    ['the transport knows no database', 'server/transport/http.ts', "import { open } from '../state/open';"],
    ['the server knows no editor', 'server/serve.ts', "import * as vscode from 'vscode';"],
    [
      'the extension starts the server by path',
      'src/serverHost/launch.ts',
      "import { serve } from '../../server/serve';",
    ],
    ['the extension knows no page', 'src/views/panel.ts', "import { reduce } from '../../webview/state/reducer';"],
    ['the page knows no extension', 'webview/main.ts', "import type { Log } from '../src/log';"],
    ['the page knows no editor', 'webview/main.ts', "import type { Uri } from 'vscode';"],
    ['the page knows no Node', 'webview/state/store.ts', "import { once } from 'node:events';"],
    ['the state of the page knows no element', 'webview/state/store.ts', "import { html } from 'lit';"],
    ['controls come from one file', 'webview/ui/header.ts', "import { Button } from '@vscode/webview-ui-toolkit';"],
    ['nobody knows the tests', 'server/core/apply.ts', "import { build } from '../../test/helpers/build';"],
    ['a package needs leave', 'webview/state/store.ts', "import _ from 'lodash';"],
  ];

  for (const [sentence, file, code] of offences) {
    it(`would fall: ${sentence}`, () => assert.equal(violations([sourceFile(file, code)]).length, 1));
  }

  it('let through what belongs together', () => {
    const code =
      "import { a } from './b'; import c from 'lit/directives/guard.js'; import { d } from '../state/store';";
    assert.deepEqual(violations([sourceFile('webview/ui/header.ts', code)]), []);
  });
});

describe('the commands', () => {
  const inTable = (): string[] => keysOfConstant(read('src/commands.ts'), 'COMMANDS').sort();

  it('are the same in the manifest and in the code', () => {
    const inManifest = manifest().contributes.commands.map(({ command }) => command);
    assert.deepEqual(inManifest.sort(), inTable());
  });

  it('of every menu exist', () => {
    const known = new Set(inTable());
    const inMenus = Object.values(manifest().contributes.menus ?? {}).flatMap((entries) =>
      entries.flatMap(({ command }) => command ?? []),
    );
    assert.deepEqual(
      inMenus.filter((command) => !known.has(command)),
      [],
    );
  });

  it('are read from the source', () => {
    assert.deepEqual(keysOfConstant("export const COMMANDS = { 'a.b': 1, c() {} };", 'COMMANDS'), ['a.b', 'c']);
  });
});

describe('what goes over the network', () => {
  /** Modules that reach out, with `ws`; `fetch` and its like need no import. */
  const REACHES = /^(node:)?(http2?|https|net|tls|dns|dgram)(\/|$)|^(ws|undici)$/;
  const GLOBALS = /\b(fetch|XMLHttpRequest|EventSource|WebSocket|sendBeacon|openExternal)\s*\(/;
  const reachesOut = (file: string, text: string) =>
    sourceFile(file, text).imports.some((name) => REACHES.test(name)) || GLOBALS.test(text);

  it('goes from the extension to a server that was joined or runs here or where a link leads, and from the page nowhere', () => {
    const files = projectSources().map(({ path: file }) => file);
    const ours = files.filter((file) => file.startsWith('src/') || file.startsWith('webview/'));
    assert.deepEqual(
      ours.filter((file) => reachesOut(file, read(file))),
      [
        'src/connection/link.ts',
        'src/connection/pinned.ts',
        'src/files/transfer.ts',
        'src/links/openLink.ts',
        'src/serverHost/lease.ts',
      ],
    );
  });

  it('would be noticed elsewhere', () => {
    for (const text of [
      "import { get } from 'node:https';",
      "import WS from 'ws';",
      'await fetch(url);',
      'new EventSource(url);',
    ]) {
      assert.ok(reachesOut('src/views/panel.ts', text), text);
    }
    assert.ok(!reachesOut('src/views/panel.ts', "import { join } from 'node:path';"));
  });
});

describe('the top level', () => {
  const belongs = new Set([
    ...['package.json', 'package-lock.json', 'tsconfig.json', 'esbuild.mjs'],
    // The editor looks for its texts of the manifest there.
    ...['package.nls.json', 'package.nls.de.json'],
    ...['README.md', 'CHANGELOG.md', 'LICENSE'],
    ...['src', 'webview', 'server', 'media', 'test'],
  ]);
  const isMade = /^(\..*|node_modules|dist|out|.*\.vsix)$/;
  const strays = (names: readonly string[]) => names.filter((name) => !belongs.has(name) && !isMade.test(name));

  it('holds nothing but what belongs there', () => assert.deepEqual(strays(readdirSync(root)), []));

  it('would notice a stray', () =>
    assert.deepEqual(strays(['src', 'dist', '.ci', 'scripts', 'notes.md']), ['scripts', 'notes.md']));
});

describe('the README', () => {
  it('names only folders and files that are there', () => {
    const architecture =
      read('README.md')
        .split(/^## /m)
        .find((section) => section.startsWith('Architecture')) ?? '';
    const named = [...architecture.matchAll(/`((?:server|src|webview|test)\/[\w./-]*)`/g)].map(([, name = '']) => name);
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((name) => !existsSync(path.join(root, name))),
      [],
    );
  });
});
