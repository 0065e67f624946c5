import { t } from '@vscode/l10n';
import { plural } from '../protocol/language';
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

export function spokenCode({ language, lines }: Code): string {
  const counted = plural(lines, t('1 line'), t('{0} lines', lines));
  return language === undefined ? t('code block, {0}', counted) : t('code block, {0}, {1}', language.label, counted);
}

function spokenTable(columns: number, rows: number, cells: string): string {
  const size = [
    plural(columns, t('1 column'), t('{0} columns', columns)),
    plural(rows, t('1 row'), t('{0} rows', rows)),
  ].join(', ');
  return t('table, {0}: {1}', size, cells);
}

const ofBlocks = (blocks: readonly Block[]): string => blocks.map(ofBlock).filter(Boolean).join('\n');

function ofBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return ofInline(block.of);
    case 'quote':
      return t('quote: {0}', ofBlocks(block.of));
    case 'list':
      return block.items.map((item, i) => ofItem(item, block.start === undefined ? '• ' : `${block.start + i}. `)).join('\n'); // prettier-ignore
    case 'table':
      return spokenTable(block.head.length, block.rows.length, [block.head, ...block.rows].map(ofCells).join('; '));
    case 'code':
      return spokenCode(block);
    case 'rule':
      return '';
    default:
      return block satisfies never;
  }
}

const ofItem = ({ isDone, of }: Item, mark: string): string =>
  `${isDone === undefined ? mark : isDone ? `${t('done')}: ` : `${t('to do')}: `}${ofBlocks(of)}`;

const ofCells = (cells: readonly Cell[]): string => cells.map(({ of }) => ofInline(of)).join(', ');

const ofInline = (pieces: readonly Inline[]): string => pieces.map(ofPiece).join('');

function ofPiece(piece: Inline): string {
  if (piece.kind === 'break') return '\n';
  return 'text' in piece ? piece.text : ofInline(piece.of);
}
