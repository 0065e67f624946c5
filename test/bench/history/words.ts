/** Numbers from 0 to 1, the same ones at every run. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = 'ba de ki lo mu na po ra se ti vo wu xa ye zi cor den fel gra hin'.split(' ');
const VOCABULARY = 5_000;

/** The nth most common word. */
export const word = (n: number): string =>
  [n % 20, Math.floor(n / 20) % 20, Math.floor(n / 400) % 20].map((part) => SYLLABLES[part]).join('');

/** A message of 3 to 30 words, the first words of the vocabulary much more often than the last, as people write. */
export function message(random: () => number): string {
  const length = 3 + Math.floor(random() * 28 * random());
  return Array.from({ length }, () => word(Math.floor(VOCABULARY ** random()) - 1)).join(' ');
}
