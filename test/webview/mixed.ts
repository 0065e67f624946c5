import type { Message } from '../../server/protocol/model';
import { BEN, CHLOE, ME, NOON, aMessage } from './build';
import { aFile } from './buildFiles';

const PEOPLE = [BEN, CHLOE, ME];
const EMOJI = ['👍', '🎉', '👀', '❤️', '🚀'];

const CODE = (n: number) => `Like this, in \`next()\`:
\`\`\`ts
/** The character at ${n}, as a whole one. */
export function next(source: string, at = ${n}): string | undefined {
  const code = source.codePointAt(at);
  if (code === undefined) return undefined;
  return String.fromCodePoint(code);
}
\`\`\``;

const TABLE = (n: number) => `| Build | Result | Minutes |
|---|:-:|--:|
| ${n} | red | 12 |
| ${n + 1} | **green** | 9.5 |
| ${n + 2} | **green** | 9.1 |`;

const LIST = (n: number) => `Before it goes in:

- [x] tests for \`lexer-${n}\`
- [ ] **changelog**, see https://ci.example.test/builds/${n}
- [ ] _somebody else_ reads it`;

const PLAIN = [
  'The nightly build is red again.',
  'It reads one character too far when a line ends in a surrogate pair and nothing follows, I think.',
  'Sure.',
  'On it, I changed the **tokenizer** yesterday.',
  'Thanks 🙏',
];

/** Of ten messages: three of code, one table, one list, one with a picture, and every second with reactions. */
export function mixed(seq: number): Message {
  const by = PEOPLE[(seq >> 1) % PEOPLE.length]!;
  const text = textOf(seq);
  return {
    ...aMessage(seq, { by, at: NOON - (100_000 - seq) * 20_000, text: `${seq}: ${text}` }),
    ...(seq % 10 === 5 && {
      files: [aFile(seq, `plan-${seq}.png`, { type: 'image/png', width: 640, height: 400 })],
    }),
    ...(seq % 2 === 0 && {
      reactions: EMOJI.slice(0, 1 + ((seq >> 1) % 3)).map((emoji, i) => ({ emoji, by: PEOPLE.slice(0, 1 + (i % 3)) })),
    }),
  };
}

function textOf(seq: number): string {
  switch (seq % 10) {
    case 1:
    case 4:
    case 7:
      return CODE(seq);
    case 2:
      return `\n\n${TABLE(seq)}`;
    case 8:
      return LIST(seq);
    default:
      return PLAIN[seq % PLAIN.length]!;
  }
}
