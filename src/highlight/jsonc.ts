const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const COMMENT = new RegExp(String.raw`${STRING}|//[^\n]*|/\*[^]*?\*/`, 'g');
const COMMA = new RegExp(String.raw`${STRING}|,(?=\s*[}\]])`, 'g');

const without = (text: string, what: RegExp): string =>
  text.replace(what, (found) => (found.startsWith('"') ? found : ' '));

/** JSON as people write it into the editor's files: with comments, and a comma behind the last one. */
export function parseJsonc(text: string): unknown {
  const bare = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(bare);
  } catch {
    return JSON.parse(without(without(bare, COMMENT), COMMA));
  }
}
