import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GROUPS, RECENT, TONES, findEmoji, isEmojiAlone, withTone } from '../../webview/state/emoji';
import { type EmojiAct, noEmoji, onEmoji, shelf, stepFrom } from '../../webview/state/picker';
import { restore, save } from '../../webview/state/persist';
import { type Action, initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { root } from '../helpers/node';
import { allEmoji } from './allEmoji';
import { PARSER, aRoom, aSnapshot } from './build';

const all = allEmoji();
const byCode = (code: string) => all.find(({ codes }) => codes.includes(code))!;

describe('the emoji of the page', () => {
  it('are those that computers know, each with a name, a shortcode and a group', () => {
    assert.ok(all.length > 1_800);
    assert.deepEqual(all.filter(({ char }) => !isEmojiAlone(char)).map(({ char }) => char), []); // prettier-ignore
    assert.deepEqual(all.filter(({ name, codes }) => name === '' || codes[0] === ''), []); // prettier-ignore
    const groups = new Set(all.map(({ group }) => group));
    assert.deepEqual([...groups], GROUPS.map(({ id }) => id).filter((id) => id !== RECENT)); // prettier-ignore
  });

  it('have no shortcode twice, of characters that are found in a text', () => {
    const codes = all.flatMap((emoji) => emoji.codes);
    assert.equal(new Set(codes).size, codes.length);
    assert.deepEqual(codes.filter((code) => !/^[a-z0-9_+-]+$/.test(code)), []); // prettier-ignore
  });

  it('take each skin tone as the standard writes it', () => {
    interface Raw {
      readonly unicode: string;
      readonly skins?: readonly Raw[];
    }
    const compact = createRequire(path.join(root, 'package.json'))('emojibase-data/en/compact.json') as readonly Raw[];
    const known = new Set(compact.flatMap(({ skins = [] }) => skins.map(({ unicode }) => unicode)));
    const toned = all.filter(({ hasTones }) => hasTones);
    assert.ok(toned.length > 300);
    const made = toned.flatMap((emoji) => TONES.slice(1).map((_, i) => withTone(emoji, i + 1)));
    assert.deepEqual(made.filter((char) => !known.has(char)), []); // prettier-ignore
    assert.equal(withTone(byCode('tada'), 3), '🎉');
    assert.equal(withTone(byCode('+1'), 0), '👍');
  });
});

describe('searching for emoji', () => {
  const first = (query: string, recent: readonly string[] = []) => findEmoji(all, query, recent)[0]?.char;

  it('finds by shortcode, name and word, and a shortcode as a whole first', () => {
    assert.equal(first('tada'), '🎉');
    assert.equal(first(':party popper'), '🎉');
    assert.equal(first('+1'), '👍');
    assert.equal(first('Thumbs UP'), '👍');
    assert.ok(findEmoji(all, 'hooray').includes(byCode('tada')));
    assert.equal(first('heart'), '❤️');
    assert.equal(first('hear'), '❤️', 'what is typed soonest');
    assert.equal(first('unicorn face'), '🦄');
    assert.deepEqual(findEmoji(all, 'no such emoji'), []);
    assert.deepEqual(findEmoji(all, ' '), []);
  });

  it('puts what was used lately before what fits as well', () => {
    const [, second] = findEmoji(all, 'smi');
    assert.equal(first('smi', [second!.char]), second!.char);
    assert.equal(first('smile', ['🎉']), first('smile'));
  });
});

describe('a text of emoji alone', () => {
  it('is one of one to three, however they are made', () => {
    for (const text of ['🎉', ' 👍🏽 ', '🎉🎉 🎉\n', '👩‍🚀', '🇩🇪❤️', '👍\uFE0F', '1️⃣'])
      assert.equal(isEmojiAlone(text), true, text);
  });

  it('is none with anything else, of none or of more', () => {
    for (const text of ['', ' ', '1', '#', 'a🎉', '🎉🎉🎉🎉', '🎉!', '\u200D', '🎉'.repeat(10_000), '©'])
      assert.equal(isEmojiAlone(text), false, text.slice(0, 20));
  });
});

describe('the picker of emoji', () => {
  const after = (...acts: readonly EmojiAct[]) => acts.reduce(onEmoji, { ...noEmoji, all });
  const shown = (s: ReturnType<typeof after>) => shelf(s, s.picker!);

  it('opens with what was used lately, or else with the first group', () => {
    assert.equal(shown(after({ do: 'toggle' })).name, 'Smileys and emotion');
    const used = after({ do: 'toggle' }, { do: 'pick', emoji: byCode('tada') }, { do: 'toggle' });
    assert.deepEqual([shown(used).name, shown(used).emoji.map(({ char }) => char)], ['Recent', ['🎉']]);
  });

  it('keeps as many as fit, the last used first and none twice', () => {
    const picks = [...all.slice(0, 40), all[39]!, all[38]!].map((emoji) => ({ do: 'pick', emoji }) as const);
    const { recent } = after(...picks);
    assert.equal(recent.length, 32);
    assert.deepEqual(
      recent.slice(0, 3),
      [all[38]!, all[39]!, all[37]!].map(({ char }) => char),
    );
  });

  it('shows what is searched for, and a group again when it is chosen', () => {
    const searching = after({ do: 'toggle' }, { do: 'search', query: 'rocket' });
    assert.deepEqual([shown(searching).name, shown(searching).emoji[0]?.char], ['Search results', '🚀']);
    const flags = onEmoji(searching, { do: 'group', group: 9 });
    assert.deepEqual([flags.picker?.query, shown(flags).name], ['', 'Flags']);
  });

  it('is walked in rows and columns, and left upwards', () => {
    const walk = (at: number, ...steps: Parameters<typeof stepFrom>[1][]) =>
      steps.reduce<number | undefined>((from, step) => (from === undefined ? from : stepFrom(from, step, 19, 8)), at);
    assert.equal(walk(0, 'right', 'down', 'down'), 17);
    assert.equal(walk(15, 'down'), 18, 'into a last row that is shorter');
    assert.equal(walk(17, 'down'), 17);
    assert.equal(walk(0, 'left'), 0);
    assert.equal(walk(18, 'right'), 18);
    assert.equal(walk(3, 'up'), undefined);
    assert.deepEqual([walk(12, 'rowStart'), walk(12, 'rowEnd'), walk(17, 'rowEnd')], [8, 15, 18]);
    assert.deepEqual([walk(12, 'first'), walk(12, 'last')], [0, 18]);
  });

  it('has its recent ones and its skin tone also after a reload, in another room and on another server', () => {
    const actions: readonly Action[] = [
      aSnapshot(),
      { kind: 'emoji', act: { do: 'pick', emoji: byCode('wave') } },
      { kind: 'emoji', act: { do: 'tone', tone: 3 } },
    ];
    const used = actions.reduce(reduce, initial);
    const kept = ({ emoji }: typeof used) => [emoji.recent, emoji.tone];
    assert.deepEqual(kept(restore(JSON.parse(JSON.stringify(save(used))))), [['👋'], 3]);
    assert.deepEqual(kept(reduce(used, aSnapshot({ rev: 2, room: aRoom({ id: PARSER }) }))), [['👋'], 3]);
    assert.deepEqual(kept(reduce(used, aSnapshot({ rev: 2, server: 'other:1' }))), [['👋'], 3]);
    assert.deepEqual(kept(restore({ ...save(used), emoji: { recent: ['👋'], tone: 77 } })), [['👋'], 0]);
  });
});
