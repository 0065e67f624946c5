import { t } from '@vscode/l10n';
import { Lexer, Marked, type MarkedToken, type Token, type TokenizerExtension, type Tokens } from 'marked';
import { targetOf } from '../protocol/links';
import { placeAt, placeIndex, placeOf } from '../protocol/placeLinks';
import { Budget, checkColumns, checkParagraphs, checkText } from './bounds';
import { languageOf } from './languages';
import type { Block, Cell, Inline, Item } from './model';

const nothing = (): undefined => undefined;

const PLACE = 'place';

/** A link to a room or a message of a team, as it was pasted. No address of the web begins so. */
const placeTokens: TokenizerExtension = {
  name: PLACE,
  level: 'inline',
  start: placeIndex,
  tokenizer(text) {
    const place = this.lexer.state.inLink ? undefined : placeAt(text);
    return place && { type: PLACE, raw: place.link };
  },
};

/**
 * GitHub's Markdown, but for what would take away or change what somebody typed: HTML, definitions of links, and a line
 * that makes a heading of the one above. Each of those is text.
 */
const { defaults } = new Marked({
  gfm: true,
  breaks: true,
  extensions: [placeTokens],
  tokenizer: { html: nothing, tag: nothing, def: nothing, lheading: nothing },
});

/** One line of words: most of what is said is no more than that, and needs no looking at. */
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ,;?'"()]*[.?!)]?$/u;

/** The text as a tree. One that would take too long is a single paragraph. */
export function parse(text: string): readonly Block[] {
  if (PLAIN.test(text)) return asIs(text);
  try {
    checkText(text);
    return blocks(tokensOf(text), 0, new Budget());
  } catch {
    // Too much of it, or nested deeper than the library can follow.
    return asIs(text);
  }
}

const asIs = (text: string): readonly Block[] => [{ kind: 'paragraph', of: [{ kind: 'text', text }] }];

function tokensOf(text: string): readonly Token[] {
  const lexer = new Lexer(defaults);
  const tokens = lexer.blockTokens(text.replaceAll(/\r\n?/g, '\n'), lexer.tokens);
  checkParagraphs(lexer.inlineQueue.map(({ src }) => src));
  for (const { src, tokens: into } of lexer.inlineQueue) lexer.inlineTokens(src, into);
  return tokens;
}

const blocks = (tokens: readonly Token[], depth: number, budget: Budget): Block[] =>
  tokens.flatMap((token) => block(token as MarkedToken, depth, budget) ?? []);

function block(token: MarkedToken, depth: number, budget: Budget): Block | undefined {
  budget.spend(depth);
  const within = (tokens: readonly Token[] | undefined) => inline(tokens ?? [], depth + 1, budget);
  switch (token.type) {
    case 'space':
    case 'checkbox':
      return undefined;
    case 'hr':
      return { kind: 'rule' };
    case 'heading':
      return { kind: 'heading', level: token.depth, of: within(token.tokens) };
    case 'blockquote':
      return { kind: 'quote', of: blocks(token.tokens, depth + 1, budget) };
    case 'list':
      return {
        kind: 'list',
        start: token.ordered ? Number(token.start) : undefined,
        items: token.items.map((each) => item(each, depth + 1, budget)),
      };
    case 'table':
      return table(token, (cell) => ({ align: cell.align ?? undefined, of: within(cell.tokens) }));
    case 'code':
      return { kind: 'code', language: languageOf(token.lang), text: token.text, lines: linesOf(token.text) };
    case 'paragraph':
    case 'text':
      return { kind: 'paragraph', of: token.tokens === undefined ? [asText(token.text)] : within(token.tokens) };
    default:
      return { kind: 'paragraph', of: [asText(token.raw)] };
  }
}

const linesOf = (text: string): number => text.split('\n').length;

const asText = (text: string): Inline => ({ kind: 'text', text });

const item = (token: Tokens.ListItem, depth: number, budget: Budget): Item => ({
  isDone: token.task ? token.checked === true : undefined,
  of: blocks(token.tokens, depth, budget),
});

function table({ header, rows }: Tokens.Table, cell: (token: Tokens.TableCell) => Cell): Block {
  checkColumns(header.length);
  return { kind: 'table', head: header.map(cell), rows: rows.map((row) => row.map(cell)) };
}

const inline = (tokens: readonly Token[], depth: number, budget: Budget): Inline[] =>
  tokens.flatMap((token) => (token.type === PLACE ? placed(token.raw) : pieces(token as MarkedToken, depth, budget)));

function placed(link: string): readonly Inline[] {
  const place = placeOf(link);
  if (place === undefined) return [asText(link)];
  return [{ kind: 'place', place, text: place.seq === undefined ? t('link to a room') : t('link to a message') }];
}

function pieces(token: MarkedToken, depth: number, budget: Budget): readonly Inline[] {
  budget.spend(depth);
  const within = (tokens: readonly Token[] | undefined) => inline(tokens ?? [], depth + 1, budget);
  switch (token.type) {
    case 'text':
      // Not its text: there some entities are characters already.
      return token.tokens === undefined ? [asText(token.raw)] : within(token.tokens);
    case 'escape':
      return [asText(token.text)];
    case 'strong':
    case 'em':
    case 'del':
      return [{ kind: token.type, of: within(token.tokens) }];
    case 'codespan':
      return [{ kind: 'code', text: token.text }];
    case 'br':
      return [{ kind: 'break' }];
    case 'checkbox':
      return [];
    case 'link':
    case 'image': {
      const target = targetOf(token.href);
      if (target === undefined) return [asText(token.raw)];
      // A picture is not loaded: it would tell its server who reads this, and when.
      const of = token.type === 'link' ? within(token.tokens) : [asText(token.text || token.href)];
      return [{ kind: 'link', target, of: of.length > 0 ? of : [asText(token.href)] }];
    }
    default:
      return [asText(token.raw)];
  }
}
