// What the page knows of emoji, as a script that it loads when it first needs them.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
/** Newer ones are boxes on most computers. */
const NEWEST = 15.1;
/** Skin tones and hair: parts of emoji. */
const COMPONENTS = 2;

export function emojiScript() {
  const all = require('emojibase-data/en/data.json');
  const [github, others] = ['github', 'emojibase'].map((name) => require(`emojibase-data/en/shortcodes/${name}.json`));
  const packed = all
    .filter(({ group, version }) => group !== undefined && group !== COMPONENTS && version <= NEWEST)
    .sort((a, b) => a.order - b.order)
    .map(({ emoji, hexcode, label, group, tags = [], skins = [] }) => [
      // A selector behind what is a picture anyway: with it it would be another text than the one keyboards type.
      emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1'),
      label,
      [github[hexcode] ?? others[hexcode]].flat().join(' '),
      group,
      tags.join(' '),
      skins.length > 0 ? 1 : 0,
    ]);
  return `globalThis.alongsideEmoji=${JSON.stringify(packed)};`;
}
