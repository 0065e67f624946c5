const TOKEN = /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<[?!][^>]*>|<(\/?)([a-z]+)[^>]*?(\/?)>|([^<]+)/g;
const ENTITY = /&(?:#x([\da-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly tag: string;
  readonly items: unknown[];
  text: string;
}

/** A property list in XML, as TextMate's own files are: of dates and data only the text. */
export function parsePlist(xml: string): unknown {
  const root: Open = { tag: '', items: [], text: '' };
  const open: Open[] = [root];
  for (const [, raw, slash, tag = '', isEmpty, text] of xml.matchAll(TOKEN)) {
    const at = open.at(-1) ?? root;
    if (raw !== undefined) at.text += raw;
    else if (text !== undefined) at.text += text.replace(ENTITY, character);
    else if (tag !== '' && slash === '') open.push({ tag, items: [], text: '' });
    if (tag !== '' && (slash !== '' || isEmpty !== '')) close(open, tag);
  }
  const [plist] = root.items;
  if (open.length !== 1 || plist === undefined) throw new SyntaxError('No property list.');
  return plist;
}

function close(open: Open[], tag: string): void {
  const done = open.pop();
  const around = open.at(-1);
  if (done?.tag !== tag || around === undefined) throw new SyntaxError(`</${tag}> closes nothing.`);
  if (tag === 'plist') around.items.push(...done.items);
  else around.items.push(valueOf(done));
}

function valueOf({ tag, items, text }: Open): unknown {
  switch (tag) {
    case 'dict':
      return Object.fromEntries(Array.from({ length: items.length >> 1 }, (_, i) => [items[2 * i], items[2 * i + 1]]));
    case 'array':
      return items;
    case 'integer':
    case 'real':
      return Number(text);
    case 'true':
    case 'false':
      return tag === 'true';
    default:
      return text;
  }
}

function character(found: string, hex: string | undefined, decimal: string | undefined, name: string | undefined) {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? found;
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : found;
}
