import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import texts from '../../package.nls.json';
import { PageCommand } from '../../webview/protocol/messages';
import { root } from '../helpers/node';

const { commands, menus, keybindings, views, viewsContainers, viewsWelcome, configuration } = manifest.contributes;
const source = (file: string) => readFileSync(path.join(root, 'src', file), 'utf8');
const ids = commands.map(({ command }) => command);

describe('manifest', () => {
  it('declares exactly the commands of the table', () => {
    const table = [...source('commands.ts').matchAll(/^ {2}'(alongside\.\w+)':/gm)].map(([, id]) => id);
    assert.deepEqual([...ids].sort(), table.sort());
  });

  it('declares every command that a page may run', () => {
    for (const command of PageCommand.def.options.flatMap(({ options }) => options))
      assert.ok(ids.includes(`alongside.${command}`), command);
  });

  it('names the four commands of the chat so, and all others Team Chat', () => {
    const said: Readonly<Record<string, string>> = texts;
    const titled = (category: string) =>
      commands.flatMap((command) =>
        said[command.category.slice(1, -1)] === category ? [said[command.title.slice(1, -1)]] : [],
      );
    assert.deepEqual(titled('Chat'), ['Join', 'Start Server', 'Stop Server', 'Exit']);
    assert.equal(titled('Team Chat').length, commands.length - 4);
  });

  it('puts only known commands into menus, and uses only context keys that are set', () => {
    const keys = [...source('contextKeys.ts').matchAll(/tell\('(\w+)'/g)].map(([, key]) => `alongside.${key}`);
    const known = [...keys, ...views.alongside.map(({ id }) => id)];
    const isKnown = (when: string) => {
      for (const [key] of when.matchAll(/(?<![\w.'])alongside\.\w+(?!')/g)) assert.ok(known.includes(key), when);
    };
    for (const { command, when } of [...Object.values(menus).flat(), ...keybindings]) {
      assert.ok(ids.includes(command), command);
      isKnown(when);
    }
    for (const { when } of [...views.alongside, ...viewsWelcome]) isKnown(when ?? '');
  });

  it('offers in menus of rooms and members only what the rules name', () => {
    const actsIn = (file: string) => [...source(file).matchAll(/^ {4}(\w+):/gm)].map(([, act]) => act);
    const known = [...actsIn('rooms/roomActs.ts'), ...actsIn('people/personActs.ts'), 'room', 'person'];
    const asked = Object.values(menus)
      .flat()
      .flatMap(({ when }) => [...when.matchAll(/=~ \/\\b(\w+)\\b\//g)].map(([, act]) => act));
    assert.ok(asked.length > 20);
    for (const act of asked) assert.ok(known.includes(act), act);
  });

  it('lets no workspace choose the server', () => {
    const { properties } = configuration;
    assert.deepEqual([properties['alongside.server.host'].scope, properties['alongside.server.port'].scope], ['application', 'application']); // prettier-ignore
  });

  it('has the pictures that it and the views name', () => {
    const named = [viewsContainers.secondarySidebar[0]!.icon, views.alongside[0]!.icon];
    for (const state of ['chat', 'unread'])
      for (const theme of ['light', 'dark']) named.push(`media/${state}-${theme}.svg`);
    for (const file of named) assert.ok(existsSync(path.join(root, file)), file);
  });
});
