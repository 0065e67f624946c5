import { EncodedTokenMetadata } from '@shikijs/primitive/textmate';
import { type Colouring, FONT, type Ink } from '../../webview/protocol/colouring';

interface Piece {
  readonly length: number;
  readonly metadata: number;
  readonly isBlank: boolean;
}

const LINED = FONT.underline | FONT.strikethrough;
/** Of the colours that stand for those of all code: the map begins with them. */
const OWN_FROM = 3;

/** Collects the tokens of a code, as the grammar gives them. */
export class Inks {
  readonly #colours: readonly string[];
  readonly #pieces: Piece[] = [];
  readonly #inks: Ink[] = [];
  readonly #places = new Map<string, number>();
  readonly #runs: number[] = [];
  #length = 0;

  /** `colours`: by the numbers in the tokens. */
  constructor(colours: readonly string[]) {
    this.#colours = colours;
  }

  get length(): number {
    return this.#length;
  }

  add(text: string, metadata: number): void {
    this.#pieces.push({ length: text.length, metadata, isBlank: /^\s*$/.test(text) });
    this.#length += text.length;
  }

  /** `brackets`: their places and lengths, in order; `levels`: of those that have a colour of their own. */
  colouring(
    brackets: readonly { readonly at: number; readonly text: string }[],
    levels: ReadonlyMap<number, number>,
  ): Colouring {
    const coloured = brackets.filter(({ at }) => levels.has(at)).values();
    let bracket = coloured.next().value;
    let at = 0;
    for (const { length, metadata, isBlank } of this.#pieces) {
      const end = at + length;
      while (bracket && bracket.at < end) {
        this.#run(bracket.at - at, this.#ink(metadata));
        this.#run(bracket.text.length, this.#ink(metadata, levels.get(bracket.at)));
        at = bracket.at + bracket.text.length;
        bracket = coloured.next().value;
      }
      if (isBlank) this.#blank(end - at, metadata);
      else this.#run(end - at, this.#ink(metadata));
      at = end;
    }
    return { inks: this.#inks, runs: this.#runs };
  }

  /** It looks like what stands before it, unless that or it has a line. */
  #blank(length: number, metadata: number): void {
    const before = this.#runs.at(-1);
    const fonts = EncodedTokenMetadata.getFontStyle(metadata) | (this.#inks[before ?? -1]?.font ?? 0);
    this.#run(length, before === undefined || (fonts & LINED) !== 0 ? this.#ink(metadata) : before);
  }

  #run(length: number, ink: number): void {
    if (length === 0) return;
    if (this.#runs.at(-1) === ink) this.#runs[this.#runs.length - 2] = length + (this.#runs.at(-2) ?? 0);
    else this.#runs.push(length, ink);
  }

  #ink(metadata: number, bracket?: number): number {
    const foreground = EncodedTokenMetadata.getForeground(metadata);
    const font = EncodedTokenMetadata.getFontStyle(metadata);
    const key = `${foreground} ${font} ${bracket ?? ''}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const colour = foreground < OWN_FROM ? undefined : this.#colours[foreground];
    const ink = { font, ...(colour !== undefined && { colour }), ...(bracket !== undefined && { bracket }) };
    this.#places.set(key, this.#inks.length);
    return this.#inks.push(ink) - 1;
  }
}
