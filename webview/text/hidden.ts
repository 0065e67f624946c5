export interface CodePiece {
  readonly text: string;
  readonly isHidden: boolean;
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
  let done = 0;
  for (const match of code.matchAll(HIDDEN)) {
    if (match[1] !== undefined) continue;
    if (match.index > done) pieces.push({ text: code.slice(done, match.index), isHidden: false });
    pieces.push({ text: named(match[0]), isHidden: true });
    done = match.index + match[0].length;
  }
  if (done < code.length) pieces.push({ text: code.slice(done), isHidden: false });
  return pieces;
}

/** It could change the order of what stands around it. */
export const turnsDirection = (text: string): boolean => DIRECTION.test(text);
