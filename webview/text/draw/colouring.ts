import type { Colouring } from '../../protocol/colouring';
import { codePieces } from '../hidden';
import { inkClass } from './inks';
import { element } from './nodes';

/** A code as it is shown: every hidden character is named, whatever colour it would have. */
export function characters(code: string, colouring?: Colouring, brackets: readonly number[] = []): (Node | string)[] {
  const cut = cutter(colouring ?? { inks: [], runs: [] }, brackets);
  return codePieces(code).flatMap(({ text, isHidden, length }) => {
    const cuts = cut(length);
    if (isHidden) return [element('span', { class: 'code-hidden' }, [text])];
    let at = 0;
    return cuts.map(({ length: part, look }) => {
      const shown = text.slice(at, (at += part));
      return look === '' ? shown : element('span', { class: look }, [shown]);
    });
  });
}

interface Cut {
  readonly length: number;
  readonly look: string;
}

/** Gives the next characters, run by run, with the classes of each. */
function cutter({ inks, runs }: Colouring, brackets: readonly number[]): (length: number) => readonly Cut[] {
  const looks = inks.map((ink) => inkClass(ink, brackets));
  let at = 0;
  let left = runs[0] ?? 0;
  return (wanted) => {
    const cuts: Cut[] = [];
    for (let rest = wanted; rest > 0;) {
      while (left === 0 && at + 2 < runs.length) left = runs[(at += 2)] ?? 0;
      const length = left === 0 ? rest : Math.min(rest, left);
      cuts.push({ length, look: left === 0 ? '' : (looks[runs[at + 1] ?? -1] ?? '') });
      left = Math.max(0, left - length);
      rest -= length;
    }
    return cuts;
  };
}
