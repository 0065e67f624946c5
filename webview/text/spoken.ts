import type { Block, Cell, Code, Inline, Item } from './model';
import { parsed } from './parsed';

const known = new WeakMap<readonly Block[], string>();

/** The text as it is read aloud: without marks, and of code only what it is. Put together once: many may quote one. */
export function spokenText(text: string): string {
  const blocks = parsed(text);
  const said = known.get(blocks) ?? ofBlocks(blocks);
  known.set(blocks, said);
  return said;
}

export const spokenCode = ({ language, lines }: Code): string =>
  `code block, ${language === undefined ? '' : `${language.label}, `}${counted(lines, 'line')}`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const ofBlocks = (blocks: readonly Block[]): string => blocks.map(ofBlock).filter(Boolean).join('\n');

function ofBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return ofInline(block.of);
    case 'quote':
      return `quote: ${ofBlocks(block.of)}`;
    case 'list':
      return block.items.map((item, i) => ofItem(item, block.start === undefined ? '• ' : `${block.start + i}. `)).join('\n'); // prettier-ignore
    case 'table':
      return `table, ${counted(block.head.length, 'column')}, ${counted(block.rows.length, 'row')}: ${[block.head, ...block.rows].map(ofCells).join('; ')}`; // prettier-ignore
    case 'code':
      return spokenCode(block);
    case 'rule':
      return '';
    default:
      return block satisfies never;
  }
}

const ofItem = ({ isDone, of }: Item, mark: string): string =>
  `${isDone === undefined ? mark : isDone ? 'done: ' : 'to do: '}${ofBlocks(of)}`;

const ofCells = (cells: readonly Cell[]): string => cells.map(({ of }) => ofInline(of)).join(', ');

const ofInline = (pieces: readonly Inline[]): string => pieces.map(ofPiece).join('');

function ofPiece(piece: Inline): string {
  if (piece.kind === 'break') return '\n';
  return 'text' in piece ? piece.text : ofInline(piece.of);
}
