import { FONT, type Ink } from '../../protocol/colouring';

/** Without an end to the themes that somebody looks through, the rules would have none either. */
const MOST = 2_000;
const BRACKETS = [1, 2, 3, 4, 5, 6];
const UNSEEN = /^(?:|transparent|#[\da-f]{6}00|rgba\(.*,\s*0\))$/i;

let sheet: CSSStyleSheet | undefined;
const known = new Set<string>();

/** A rule for each colour: the page's policy lets no element have a style of its own. */
function classOf(colour: string): string {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
  }
  const name = `ink-${colour.slice(1)}`;
  if (!known.has(name) && known.size < MOST) {
    known.add(name);
    sheet.insertRule(`.${name} { color: ${colour} }`);
  }
  return name;
}

/** Which of the theme's colours for brackets can be seen: those are used in turn. */
export function seenBrackets(): readonly number[] {
  const style = getComputedStyle(document.documentElement);
  return BRACKETS.filter((n) => !UNSEEN.test(style.getPropertyValue(`--vscode-editorBracketHighlight-foreground${n}`).trim())); // prettier-ignore
}

/** Empty: like all code. */
export function inkClass({ colour, font, bracket }: Ink, brackets: readonly number[]): string {
  const fonts = Object.entries(FONT).flatMap(([name, bit]) => ((font & bit) === 0 ? [] : [`ink-${name}`]));
  return [...(colour === undefined ? [] : [classOf(colour)]), ...fonts, ...bracketClass(bracket, brackets)].join(' ');
}

function bracketClass(level: number | undefined, brackets: readonly number[]): readonly string[] {
  if (level === undefined) return [];
  if (level < 0) return ['ink-bracket-alone'];
  const place = brackets[level % brackets.length];
  return place === undefined ? [] : [`ink-bracket-${place}`];
}
