/** A longer text than any that a server takes. */
const LONGEST = 16_000;
const NODES = 3_000;
const DEPTH = 12;
const COLUMNS = 20;
/** That begin a block. */
const STARTS = 600;
/** Of one paragraph, its marks times its length: what looking for pairs of marks takes grows with it. */
const WORK = 2_000_000;

const MARKS = /[*_~![]/g;
const DEEP = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])){${DEPTH}}`, 'm');
const START = /^[ \t]*(?:[-*+#>|]|\d{1,9}[.)])/gm;
/** A gap like this is looked through again and again. */
const GAP = /[^\S\n]{200}|\n{200}/;

/** Thrown where a text would take too long to lay out, and caught by who then shows it as it is. */
export class TooMuch extends Error {}

export function checkText(text: string): void {
  if (text.length > LONGEST || DEEP.test(text) || GAP.test(text)) throw new TooMuch();
  if ((text.match(START)?.length ?? 0) > STARTS) throw new TooMuch();
}

/** Of what is left to look at in the paragraphs, before any of it is looked at. */
export function checkParagraphs(paragraphs: readonly string[]): void {
  const work = paragraphs.reduce((sum, text) => sum + (text.match(MARKS)?.length ?? 0) * text.length, 0);
  if (work > WORK) throw new TooMuch();
}

export const checkColumns = (columns: number): void => {
  if (columns > COLUMNS) throw new TooMuch();
};

/** Counts what is made of a text. */
export class Budget {
  #nodes = 0;

  spend(depth: number): void {
    this.#nodes += 1;
    if (this.#nodes > NODES || depth > 2 * DEPTH) throw new TooMuch();
  }
}
