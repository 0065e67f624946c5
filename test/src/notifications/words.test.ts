import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import type { Team } from '../../../src/notifications/news';
import { tellNews } from '../../../src/notifications/words';
import { eventually } from '../../helpers/eventually';
import { FORGED, HOSTILE, HOSTILE_NAMES } from '../../webview/hostile';
import { tellingScene } from './tellingScene';

/** Where the editor makes a link of what it is given to say (vs/base/common/linkedText.ts). */
const LINK = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+(?: (["']).+?\1)?\)/i;

describe('words of a notification', () => {
  const { team, told, sayIn, create, direct } = tellingScene();
  const { joined } = team;
  const toldOf = async (...texts: string[]) => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const window = told(ana);
    const talk = await direct(ben, ana);
    const said: string[] = [];
    for (const text of texts) {
      await sayIn(ben, talk, text);
      window.clock.advance(5_000);
      await eventually(() => assert.equal(window.texts.length, said.length + 1));
      said.push(window.texts.at(-1)!);
      window.close();
    }
    return said;
  };

  it('are plain: no link, no second line, nothing that turns the text around', async () => {
    const hostile = [
      '[click](command:workbench.action.terminal.new)',
      '[a](https://evil.example "b") [c](file:///etc/passwd)',
      'one\n\ntwo\r\n\u2028three\tfour',
      'safe \u202Etxt.exe\u202C \u2066x\u2069',
      '<b>bold</b> $(bug) **x**',
    ];
    assert.deepEqual(await toldOf(...hostile), [
      'ben: [click] (command:workbench.action.terminal.new)',
      'ben: [a] (https://evil.example "b") [c] (file:///etc/passwd)',
      'ben: one two three four',
      'ben: safe txt.exe x',
      'ben: <b>bold</b> $(bug) **x**',
    ]);
  });

  it('make nothing of what anybody is called or says, whatever a server lets through', () => {
    for (const text of [...HOSTILE, ...HOSTILE_NAMES, ...FORGED]) {
      const rooms = { get: () => ({ kind: 'public' }), titleOf: () => text };
      const news = [1, 2].map((seq) => ({ room: GENERAL, seq, name: text, text, isMention: true }));
      for (const some of [news, news.slice(1)]) {
        const said = tellNews({ rooms } as unknown as Team, some, 'zen');
        assert.doesNotMatch(said, LINK);
        assert.doesNotMatch(said, /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/u);
        assert.ok(said.length < 2_000);
      }
    }
  });

  it('make no link of a room’s name and a text together', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const window = told(ana);
    const room = await create(ben, '[x', ana);
    await sayIn(ben, room, '@ana ](command:alongside.exit)');
    window.clock.advance(1_000);
    await eventually(() =>
      assert.deepEqual(window.texts, ['ben mentioned you in [x: @ana ] (command:alongside.exit)']),
    );
  });

  it('are cut between characters, however long one is', async () => {
    const family = '👩‍👩‍👧‍👦';
    const [long, families, piled] = await toldOf('x'.repeat(5_000), family.repeat(60), `a${'\u0301'.repeat(3_000)}`);
    assert.equal(long, `ben: ${'x'.repeat(120)}…`);
    assert.equal(families, `ben: ${family.repeat(Math.floor(480 / family.length))}…`);
    assert.equal(piled, 'ben: …');
  });

  it('name three people, and count the others', async () => {
    const ana = await joined('ana');
    const window = told(ana);
    for (const name of ['ben', 'cem', 'dia', 'eva', 'fay'])
      await sayIn(await joined(name), GENERAL, `@ana from ${name}`);
    window.clock.advance(1_000);
    await eventually(() => assert.deepEqual(window.texts, ['5 messages from ben, cem, dia and 2 more in general']));
  });
});
