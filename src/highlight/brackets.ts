import * as z from 'zod/mini';

const Pairs = z.catch(z.array(z.tuple([z.string(), z.string()])), []);
const Configuration = z.object({ brackets: z.optional(Pairs), colorizedBracketPairs: z.optional(Pairs) });

interface Sort {
  /** Of a closing one: what it closes. Empty for an opening one. */
  readonly closes: ReadonlySet<string>;
  /** Of those, with which it is coloured. */
  readonly colours: ReadonlySet<string>;
}

/** The brackets of a language. */
export interface Brackets {
  /** Finds them; undefined where there are none. */
  readonly pattern: RegExp | undefined;
  readonly sorts: ReadonlyMap<string, Sort>;
}

/** From the files of a language, later ones above earlier. As in the editor, pairs of `<>` are coloured only where they are named for it. */
export function bracketsOf(files: readonly unknown[]): Brackets {
  const read = files.flatMap((file) => {
    const configuration = Configuration.safeParse(file);
    return configuration.success ? [configuration.data] : [];
  });
  const isWhole = ([open, close]: readonly [string, string]) => open !== '' && close !== '';
  const pairs = (read.findLast(({ brackets }) => brackets)?.brackets ?? []).filter(isWhole);
  const named = read.findLast(({ colorizedBracketPairs }) => colorizedBracketPairs)?.colorizedBracketPairs;
  const coloured = named?.filter(isWhole) ?? pairs.filter(([open, close]) => open !== '<' || close !== '>');
  const sorts = new Map<string, { closes: Set<string>; colours: Set<string> }>();
  const sort = (text: string) => {
    const known = sorts.get(text) ?? { closes: new Set(), colours: new Set() };
    sorts.set(text, known);
    return known;
  };
  for (const [open] of [...pairs, ...coloured]) sort(open.toLowerCase());
  for (const [open, close] of [...pairs, ...coloured]) sort(close.toLowerCase()).closes.add(open.toLowerCase());
  for (const [open, close] of coloured) sort(close.toLowerCase()).colours.add(open.toLowerCase());
  const texts = [...sorts.keys()].sort().reverse();
  return { sorts, pattern: texts.length > 0 ? new RegExp(texts.map(asPattern).join('|'), 'gi') : undefined };
}

const asPattern = (text: string): string =>
  `${/^[\w ]/.test(text) ? '\\b' : ''}${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}${/[\w ]$/.test(text) ? '\\b' : ''}`;

/** A bracket in a code: `at` is what the caller finds it by again. */
export interface Found {
  readonly at: number;
  readonly language: number;
  readonly text: string;
  readonly sort: Sort;
}

interface Pair {
  readonly open: Found;
  close: Found | undefined;
  readonly within: (Pair | Found)[];
}

/** Deeper ones the editor takes for text. */
const DEEPEST = 150;

/** How deep each stands, in order; undefined for one without a colour, and -1 for one that has no other end. */
export function levelsOf(found: readonly Found[], isApart: boolean): ReadonlyMap<number, number> {
  const levels = new Map<number, number>();
  const walk = (within: readonly (Pair | Found)[], level: number, open: ReadonlyMap<string, number>): void => {
    for (const each of within) {
      if (!('open' in each)) {
        levels.set(each.at, -1);
        continue;
      }
      const { text } = each.open;
      const isColoured = each.close?.sort.colours.has(text) ?? true;
      const same = open.get(text) ?? 0;
      const shown = isApart ? same : level;
      if (each.close === undefined) levels.set(each.open.at, -1);
      else if (isColoured) for (const end of [each.open, each.close]) levels.set(end.at, shown);
      walk(each.within, isColoured ? level + 1 : level, isColoured ? new Map(open).set(text, same + 1) : open);
    }
  };
  walk(pairsOf(found), 0, new Map());
  return levels;
}

/** A closing bracket also ends what was opened within its pair and not closed. */
function pairsOf(found: readonly Found[]): readonly (Pair | Found)[] {
  const top: (Pair | Found)[] = [];
  const open: Pair[] = [];
  for (const each of found) {
    const around = open.at(-1)?.within ?? top;
    if (each.sort.closes.size === 0) {
      if (open.length >= DEEPEST) continue;
      const pair = { open: each, close: undefined, within: [] };
      around.push(pair);
      open.push(pair);
      continue;
    }
    const at = open.findLastIndex((pair) => pair.open.language === each.language && each.sort.closes.has(pair.open.text)); // prettier-ignore
    const closed = open[at];
    if (closed === undefined) {
      around.push(each);
      continue;
    }
    closed.close = each;
    open.length = at;
  }
  return top;
}
