import type { MemberId } from './ids';
import { LIMITS } from './limits';
import { nameKey } from './names';

// Both are made when the first text is looked at, which no start should wait for.
/** Not inside a word, as in an address of mail. */
const sign = () => /(?<![\p{L}\p{M}\p{N}_])@(?=[\p{L}\p{N}])/gu;
/** Where a name may end: behind one of its letters, and before what is none. */
const nameEnd = () => /(?<=[\p{L}\p{M}\p{N}])(?![\p{L}\p{M}\p{N}_])/gu;
/** No name is longer, as it is stored, */
const NAME_UNITS = 4 * LIMITS.nameGraphemes;
/** and none has more parts: something stands between two. */
const NAME_PARTS = LIMITS.nameGraphemes / 2;

/** Who is meant by @name in a text: of two names that both stand there the longer one. Looks at the first signs only. */
export function mentionsIn(text: string, memberOfKey: (key: string) => MemberId | undefined): ReadonlySet<MemberId> {
  const meant = new Set<MemberId>();
  const known = new Map<string, MemberId | undefined>();
  const memberCalled = (name: string) => {
    if (!known.has(name)) known.set(name, memberOfKey(nameKey(name)));
    return known.get(name);
  };
  let signs = 0;
  for (const { index } of text.matchAll(sign())) {
    if ((signs += 1) > LIMITS.mentionsPerMessage) break;
    const behind = text.slice(index + 1, index + 1 + NAME_UNITS + 1);
    const ends = [...behind.matchAll(nameEnd())].map((end) => end.index).filter((end) => end <= NAME_UNITS);
    for (const end of ends.slice(0, NAME_PARTS).reverse()) {
      const member = memberCalled(behind.slice(0, end));
      if (member === undefined) continue;
      meant.add(member);
      break;
    }
  }
  return meant;
}
