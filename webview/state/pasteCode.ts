import * as z from 'zod/mini';

/** What the editor puts into the clipboard beside the text. */
const EditorData = z.object({ mode: z.string().check(z.regex(/^[\w+#.-]{1,30}$/)) });

export interface Pasted {
  readonly text: string;
  /** Empty: it was not copied in the editor. */
  readonly editorData: string;
}

/** Texts, in which the editor has its own marks. */
const PROSE = new Set(['plaintext', 'markdown', 'scminput', 'search-result']);
/** Of the lines, those that look like code are more. */
const SHARE = 0.5;
const CODE_LINE =
  /^(?:\s{2,}|\t)\S|[{};,([]\s*$|^\s*(?:[})\]]+[;,]?\s*$|\/\/|\/\*|#include|<\/?\w)|\w\(.*\)|=>|[\w\])]\s*(?:[:+-]?=|==)\s/;
const END_OF_SENTENCE = /[\p{L}\p{N}][.?!]["')]?$/u;

/** The first that fits names it; what fits none is code without a language. */
const GUESSES: readonly (readonly [language: string, looks: RegExp])[] = [
  ['diff', /^(?:diff --git|@@ -\d+)/m],
  ['html', /^\s*<(?:!doctype html|html|div|body|head)\b/i],
  ['xml', /^\s*<\?xml\b/],
  ['php', /^\s*<\?php\b/],
  ['sql', /^\s*(?:select\b[^]+\bfrom|insert into|update\b[^]+\bset|create (?:table|index))\b/i],
  ['go', /^(?:package \w+|func (?:\(\w+ [^)]*\) )?\w+\(|\t*\w+(?:, \w+)? := )/m],
  ['rust', /^\s*(?:pub )?(?:fn \w+[<(]|impl\b|use \w+::|let mut )/m],
  ['python', /^\s*(?:(?:async )?def \w+\(.*\).*:|class \w+.*:|from \S+ import |elif .*:|if __name__)/m],
  ['java', /^\s*(?:public|private|protected) (?:static |final |abstract )*(?:class|void|int|String)\b|^import java/m],
  ['cpp', /^\s*#include\b|\bstd::/m],
  ['typescript', /^\s*(?:export )?(?:interface|type|enum|declare) \w+|^\s*import (?:type )?[^]*? from ['"]|\b(?:const|let|readonly) \w+: /m],
  ['javascript', /^\s*(?:const|let|var) [\w{[]|\bfunction\b.*\(|=>|^\s*module\.exports|\brequire\(/m],
  ['shellscript', /^(?:#!.*\bsh\b|\$ \w)|^\s*(?:sudo|apt|npm|git|cd|echo|export|if \[) /m],
  ['css', /^\s*[.#\w][^{\n]*\{\s*\n\s*[\w-]+:[^;\n]+;/m],
]; // prettier-ignore

/** The language of a text that is pasted over several lines; empty for code without one, undefined for what is no code. */
function languageOf({ text, editorData }: Pasted): string | undefined {
  if (editorData !== '') {
    const mode = modeOf(editorData);
    return mode === undefined || PROSE.has(mode) ? undefined : mode;
  }
  if (isJson(text)) return 'json';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const like = lines.filter((line) => CODE_LINE.test(line) && !END_OF_SENTENCE.test(line));
  if (like.length <= lines.length * SHARE) return undefined;
  return GUESSES.find(([, looks]) => looks.test(text))?.[0] ?? '';
}

/** The same, for its name as a file: what is no code has none. */
export const codeLanguage = (pasted: Pasted): string => languageOf(pasted) ?? '';

function modeOf(editorData: string): string | undefined {
  try {
    const data = EditorData.safeParse(JSON.parse(editorData));
    return data.success ? data.data.mode : undefined;
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/gm;

/** A fence that is open where the caret stands: code is being written already. */
function isWithinFence(before: string): boolean {
  let open: string | undefined;
  for (const [, fence = ''] of before.matchAll(FENCE)) {
    if (open === undefined) open = fence;
    else if (fence.startsWith(open)) open = undefined;
  }
  return open !== undefined;
}

/** Longer than any within. */
const fenceAround = (code: string): string =>
  '`'.repeat(Math.max(3, ...[...code.matchAll(/^ {0,3}(`{3,})/gm)].map(([, fence = '']) => fence.length + 1)));

/** What is put there instead of a text that is code, as a block of its own; undefined: the text as it is. */
export function asCodeBlock(pasted: Pasted, draft: string, from: number, to: number): string | undefined {
  const text = pasted.text.replaceAll(/\r\n?/g, '\n').replace(/^\n+|\s+$/g, '');
  if (!text.includes('\n') || isWithinFence(draft.slice(0, from))) return undefined;
  const language = languageOf({ ...pasted, text });
  if (language === undefined) return undefined;
  const fence = fenceAround(text);
  const [isAtStart, isAtEnd] = [/(?:^|\n)$/.test(draft.slice(0, from)), draft.slice(to).startsWith('\n')];
  return `${isAtStart ? '' : '\n'}${fence}${language}\n${text}\n${fence}${isAtEnd ? '' : '\n'}`;
}
