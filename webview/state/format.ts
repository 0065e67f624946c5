/** A text in which something is selected. */
export interface Written {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What is put in the place of a part of the text, and what of the whole is selected then. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly put: string;
  readonly selected: readonly [from: number, to: number];
}

export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'numbers' | 'bullets' | 'quote';

const MARKS = { bold: '**', italic: '_', strike: '~~', code: '`' } as const;

interface Lines {
  readonly of: (i: number) => string;
  readonly known: RegExp;
}

const LINES: Readonly<Record<'numbers' | 'bullets' | 'quote', Lines>> = {
  numbers: { of: (i) => `${i + 1}. `, known: /^\d{1,9}[.)] / },
  bullets: { of: () => '- ', known: /^[-*+] / },
  quote: { of: () => '> ', known: /^> ?/ },
};

/** Formats what is selected, or takes that away where it is so already. */
export function format(how: Format, written: Written): Change {
  if (how === 'numbers' || how === 'bullets' || how === 'quote') return formatLines(LINES[how], written);
  if (how === 'code' && written.text.slice(written.from, written.to).includes('\n')) return fence(written);
  return surround(MARKS[how], written);
}

function surround(mark: string, { text, from, to }: Written): Change {
  const inner = text.slice(from, to);
  const around = text.slice(from - mark.length, from) === mark && text.slice(to, to + mark.length) === mark;
  if (from >= mark.length && around)
    return { from: from - mark.length, to: to + mark.length, put: inner, selected: [from - mark.length, to - mark.length] }; // prettier-ignore
  // A mark beside a blank is none.
  const rest = inner.trimStart();
  const blanks = inner.slice(0, inner.length - rest.length);
  const core = rest.trimEnd();
  const put = `${blanks}${mark}${core}${mark}${rest.slice(core.length)}`;
  const start = from + blanks.length + mark.length;
  return { from, to, put, selected: [start, start + core.length] };
}

function fence({ text, from, to }: Written): Change {
  const [before, after] = [/(?:^|\n)$/.test(text.slice(0, from)) ? '' : '\n', /^(?:\n|$)/.test(text.slice(to)) ? '' : '\n']; // prettier-ignore
  const inner = text.slice(from, to).replace(/\n$/, '');
  const start = from + before.length + 4;
  return { from, to, put: `${before}\`\`\`\n${inner}\n\`\`\`${after}`, selected: [start, start + inner.length] };
}

function formatLines({ of, known }: Lines, { text, from, to }: Written): Change {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', Math.max(from, to > from && text[to - 1] === '\n' ? to - 1 : to));
  const end = next === -1 ? text.length : next;
  const lines = text.slice(start, end).split('\n');
  const isSo = lines.every((line) => known.test(line));
  const put = lines.map((line, i) => (isSo ? line.replace(known, '') : `${of(i)}${line}`)).join('\n');
  const isCaret = from === to;
  const caret = Math.max(start, from + (put.length - (end - start)));
  return { from: start, to: end, put, selected: isCaret ? [caret, caret] : [start, start + put.length] };
}
