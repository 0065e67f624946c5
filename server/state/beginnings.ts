import type { DatabaseSync } from 'node:sqlite';

/** A word that is only begun, as queryOf writes it. */
const BEGUN = /"([^"]*)" \*/;
/** Measured with a million messages: of 64 words ten times as quick as of their beginning, of 200 words four times. */
const MOST_WORDS = 256;

/**
 * FTS5 gathers all messages with any word that begins so, of the whole history, before it tells the first one. Of whole
 * words it tells the newest at once: it is asked for those that begin so instead, where they are not too many.
 */
export class Beginnings {
  readonly #next: ReturnType<DatabaseSync['prepare']>;

  /** `wordOf`: a word as the index holds it; undefined where it would be none there, or several. */
  constructor(
    db: DatabaseSync,
    private readonly wordOf: (typed: string) => string | undefined,
  ) {
    db.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, search, instance)');
    this.#next = db.prepare('SELECT term FROM temp.word WHERE term >= ? LIMIT 1');
  }

  /** The same query of the same index. */
  spelledOut(query: string): string {
    return query.replace(BEGUN, (whole, typed: string) => {
      const begun = this.wordOf(typed);
      const words = begun === undefined ? [] : this.#wordsFrom(begun);
      return words.length === 0 || words.length > MOST_WORDS ? whole : `(${words.map(quoted).join(' OR ')})`;
    });
  }

  /** Those that begin so; one more than are wanted where there are too many. */
  #wordsFrom(begun: string): readonly string[] {
    const words: string[] = [];
    for (let word = this.#from(begun); word?.startsWith(begun); word = this.#from(`${word} `)) {
      words.push(word);
      if (words.length > MOST_WORDS) break;
    }
    return words;
  }

  /** The first word from here on: a space comes before all that words are made of. */
  #from(word: string): string | undefined {
    const term = this.#next.get(word)?.['term'];
    return typeof term === 'string' ? term : undefined;
  }
}

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;
