import type { Line } from './team';

const DAY = 24 * 60;

export const FIX = `Pushed. The loop now reads

\`\`\`ts
while (kind !== 'sign' && kindOf(line[end]) === kind) {
  end += 1; // a surrogate pair counts as two
}
\`\`\`

and has a test with \`1234\`.`;

export const TIMES = `The lexer on the large files, before and after:

| File | Before | After |
|---|--:|--:|
| grammar.txt | 412 ms | **38 ms** |
| corpus.txt | 1,950 ms | **171 ms** |
| words.txt | 96 ms | 91 ms |`;

export const REVIEW = `## Review of \`lexer-eof\`

**Two things** before it can go in, and _one_ that can wait:

1. \`tokens()\` reads ~~two characters~~ *one character* too far
2. no test for [surrogate pairs](https://en.wikipedia.org/wiki/UTF-16)

- [x] tests
- [ ] changelog

> A line that ends in CR is still one line.`;

/** Two days of a small team. */
export const TALK: readonly Line[] = [
  { ago: DAY + 300, who: 'ben', text: 'Morning! The nightly build is red: `reads a line that ends in CR`.' },
  { ago: DAY + 297, who: 'chloe', text: 'That must be the lexer that I merged last night. Looking.' },
  { ago: DAY + 295, who: 'ana', text: 'Thanks. The release can wait until it is green.' },
  {
    ago: DAY + 180,
    who: 'chloe',
    text: 'Found it: a number stops at its first digit.',
    reactions: { ben: '👀', dora: '👀' },
  },
  { ago: DAY + 90, who: 'chloe', text: FIX, as: 'fix', reactions: { ben: '🎉', dora: '👍' } },
  { ago: DAY + 60, who: 'ben', text: 'Green. Thank you both 🙏' },
  { ago: 50, who: 'dora', text: 'Which version do we ship on Friday? The one with the new lexer?', as: 'question' },
  { ago: 47, who: 'ben', text: 'I have measured it:', as: 'measured' },
  { ago: 46, who: 'ben', text: TIMES, as: 'times', reactions: { chloe: '🚀', dora: '🚀' } },
  { ago: 12, who: 'ana', text: 'Ten times as fast on the large ones. Then the new one it is.' },
  { ago: 9, who: 'chloe', text: 'Agreed. I write the changelog.', answers: 'question' },
  { ago: 4, who: 'dora', text: '@ana could you look over the release notes before noon?' },
];
