export interface CodePiece {
  readonly text: string;
  readonly isHidden: boolean;
  /** Of what it stands for in the code. */
  readonly length: number;
}

/**
 * What cannot be seen, or changes the order of what can. Within an emoji such characters belong to it; a line break and a
 * tab are seen by what they do.
 */
const HIDDEN = new RegExp(
  String.raw`(\p{RGI_Emoji})|[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]--[\n\t]]`,
  'gv',
);
const DIRECTION = /\p{Bidi_C}/u;

const named = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** The code with every hidden character named in its place. */
export function codePieces(code: string): readonly CodePiece[] {
  const pieces: CodePiece[] = [];
  const visible = (text: string) => pieces.push({ text, isHidden: false, length: text.length });
  let done = 0;
  for (const match of code.matchAll(HIDDEN)) {
    if (match[1] !== undefined) continue;
    if (match.index > done) visible(code.slice(done, match.index));
    pieces.push({ text: named(match[0]), isHidden: true, length: match[0].length });
    done = match.index + match[0].length;
  }
  if (done < code.length) visible(code.slice(done));
  return pieces;
}

/** It could change the order of what stands around it. */
export const turnsDirection = (text: string): boolean => DIRECTION.test(text);
