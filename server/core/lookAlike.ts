import { RESERVED } from '../protocol/names';
import { CONFUSABLES } from './confusables';

/** What a name looks like: names with one look can be mistaken for each other. Made anew where needed, never stored. */
export function lookOf(name: string): string {
  const seen = skeleton(name);
  const read = isInCapitals(seen) ? seen.replaceAll('l', 'I') : seen;
  return read.toLowerCase().normalize('NFD').replaceAll('m', 'rn').replaceAll('vv', 'w');
}

/** The reserved name that a name with this look can be mistaken for. Here i counts as l, too: adm1n. */
export const reservedOf = (look: string): string | undefined => RESERVED_LOOKS.get(undotted(look));

/** Unicode's skeleton (UTS 39, 4): two strings with one skeleton look alike. It has l for I and 1, O for 0, rn for m. */
const skeleton = (text: string): string =>
  Array.from(text.normalize('NFKD'), (char) => CONFUSABLES.get(char) ?? char)
    .join('')
    .normalize('NFD');

/** The l among capitals stands for an I, in DANlEL as in DANIEL. */
const isInCapitals = (seen: string): boolean => /\p{Lu}.*\p{Lu}/u.test(seen) && !/[^\P{Ll}l]/u.test(seen);

const undotted = (look: string): string => look.replaceAll('i', 'l');
const RESERVED_LOOKS = new Map(RESERVED.map((name) => [undotted(lookOf(name)), name]));
