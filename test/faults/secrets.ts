import { randomBytes } from 'node:crypto';

export interface Secret {
  readonly text: string;
  /** Of which none may be found. */
  readonly words: readonly string[];
}

/** Texts of words that are nowhere else, short ones and ones that take several pages of a database. */
export function* secrets(count: number): Generator<Secret> {
  for (let i = 0; i < count; i += 1) {
    const length = i % 50 === 7 ? 400 : i % 20 === 3 ? 60 : 1 + (i % 9);
    const words = Array.from({ length }, () => randomBytes(10).toString('hex'));
    yield { words, text: words.join(i % 3 ? ' ' : ' | ') };
  }
}

export const isToGo = (i: number): boolean => i % 5 === 2;
