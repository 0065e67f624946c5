const graphemes = new Intl.Segmenter('en');

const first = (word: string): string => graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? '';

/** One letter of the first word of a name, and one of its last. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => first(word ?? '').toUpperCase()).join('') || '?';
}

export const HUES = 5;

/** The same number for the same person, in every window and at every time. */
export function hueOf(who: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < who.length; i += 1) hash = Math.imul(hash ^ who.charCodeAt(i), 0x01000193);
  return (hash >>> 8) % HUES;
}
