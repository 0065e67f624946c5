/** A segmenter takes long to be made, and most names need none: what follows a letter of theirs is another. */
const first = (word: string): string =>
  /^[a-z0-9](?:[a-z0-9]|$)/i.test(word)
    ? word.slice(0, 1)
    : (new Intl.Segmenter('en').segment(word)[Symbol.iterator]().next().value?.segment ?? '');

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
