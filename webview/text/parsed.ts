import type { Block } from './model';
import { parse } from './parse';

/** More than a page shows. */
const KEPT = 1_000;
const known = new Map<string, readonly Block[]>();

/** The text as a tree; each text is parsed once while it is among the last ones that were asked for. */
export function parsed(text: string): readonly Block[] {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = parse(text);
  known.set(text, made);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return made;
}
