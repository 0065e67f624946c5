import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { HelpSetting } from '../../webview/protocol/messages';
import { editorKeys, helpCommands, helpParts, printed, settings } from '../../webview/state/help';
import { commands } from '../../webview/state/slash';
import { root } from '../helpers/node';

const told = () => helpParts().flatMap(({ keys }) => keys);
const source = (file: string) => readFileSync(path.join(root, 'webview/ui', file), 'utf8');

/** As the help writes them: what else is held beside a letter is told apart by the tests of each key. */
const handledIn = (file: string): readonly string[] => {
  const text = source(file);
  const named = [...text.matchAll(/\.key === '([^']+)'|isJump\(event, '(\w+)'\)|^ {2}(Arrow\w+|Home|End|F\d+):/gm)];
  const coded = [...text.matchAll(/^ {2}(?:Key|Digit)(\w):/gm)].map(([, key = '']) => key);
  const letters = [...text.matchAll(/\bkey: '(.)'/g)].map(([, key = '']) => key.toUpperCase());
  return [...named.map(([, one, two, three]) => one ?? two ?? three ?? ''), ...coded, ...letters];
};

describe('the help', () => {
  it('tells of every key that the page handles', () => {
    const last = new Set(
      told().flatMap(({ keys }) => keys.map((key) => (key === '+' ? key : key.split(/[+ ]/).at(-1)!))),
    );
    const files = readdirSync(path.join(root, 'webview/ui')).filter((file) => file.endsWith('.ts'));
    const handled = files.flatMap((file) => handledIn(file).map((key) => [file, key] as const));
    assert.ok(handled.length > 40);
    // An input method's own.
    const untold = handled.filter(([, key]) => !last.has(key) && key !== 'Process');
    assert.deepEqual(untold, []);
  });

  it('tells of every key that the manifest binds, as it binds it', () => {
    const bound = manifest.contributes.keybindings.map(({ command, key }) => `${command} ${key}`);
    const first = editorKeys().map(
      ({ id, keys: [key] }) => `alongside.${id} ${key.replaceAll('Mod', 'ctrl').toLowerCase()}`,
    );
    const others = ['alongside.searchMessages ctrl+f', 'alongside.showHelp shift+alt+f1'];
    assert.deepEqual(bound.sort(), [...first, ...others].sort());
    const does = (id: string) => editorKeys().find((row) => row.id === id)?.does ?? '';
    assert.match(does('showHelp'), /Shift\+Alt\+F1/);
    assert.match(does('searchMessages'), /key of Find/);
  });

  it('names each key and each command once, and leads to settings that there are', () => {
    const ids = told().map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(helpCommands().map(({ id }) => id), commands().map(({ name }) => name)); // prettier-ignore
    assert.deepEqual(settings().map(([setting]) => setting), HelpSetting.options); // prettier-ignore
    const own = HelpSetting.options.filter((setting) => setting.startsWith('alongside.'));
    for (const setting of own) assert.ok(setting in manifest.contributes.configuration.properties, setting);
  });

  it('shows keys as they are printed', () => {
    const keys = ['Mod+K Mod+G', '+', 'Shift+Tab', 'ArrowUp', 'Mod+Shift+7'];
    const shown = (isMac: boolean) => keys.map((key) => printed(key, isMac));
    assert.deepEqual(shown(false), ['Ctrl+K Ctrl+G', '+', 'Shift+Tab', '↑', 'Ctrl+Shift+7']);
    assert.deepEqual(shown(true), ['⌘K ⌘G', '+', '⇧Tab', '↑', '⌘⇧7']);
  });
});
