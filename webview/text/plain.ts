import type { Block, Cell, Inline } from './model';
import { parsed } from './parsed';

/** On one line and without marks, for where there is no room for its form: all that its code says, and where its links lead. */
export const plainText = (text: string): string => ofBlocks(parsed(text)).replace(/\s+/gu, ' ').trim();

const ofBlocks = (blocks: readonly Block[]): string => blocks.map(ofBlock).join(' ');

function ofBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return ofInline(block.of);
    case 'quote':
      return ofBlocks(block.of);
    case 'list':
      return block.items.map(({ of }) => `• ${ofBlocks(of)}`).join(' ');
    case 'table':
      return [block.head, ...block.rows].map(ofCells).join(' ');
    case 'code':
      return block.text;
    case 'rule':
      return '';
    default:
      return block satisfies never;
  }
}

const ofCells = (cells: readonly Cell[]): string => cells.map(({ of }) => ofInline(of)).join(' | ');

const ofInline = (pieces: readonly Inline[]): string => pieces.map(ofPiece).join('');

function ofPiece(piece: Inline): string {
  if (piece.kind === 'break') return ' ';
  if (piece.kind === 'place') return piece.place.link;
  if ('text' in piece) return piece.text;
  const said = ofInline(piece.of);
  if (piece.kind !== 'link') return said;
  const { url } = piece.target;
  return said === url ? url : `${said} (${url})`;
}
