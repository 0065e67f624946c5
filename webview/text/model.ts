import type { Target } from '../protocol/links';
import type { PlaceLink } from '../protocol/placeLinks';

/** A text as it is shown: a tree of these and nothing else. */
export type Block =
  | { readonly kind: 'paragraph'; readonly of: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly of: readonly Inline[] }
  | { readonly kind: 'quote'; readonly of: readonly Block[] }
  | { readonly kind: 'list'; readonly start: number | undefined; readonly items: readonly Item[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | Code
  | { readonly kind: 'rule' };

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly of: readonly Inline[] }
  | { readonly kind: 'link'; readonly target: Target; readonly of: readonly Inline[] }
  /** `text`: what it is, for who is not told what it is called. */
  | { readonly kind: 'place'; readonly place: PlaceLink; readonly text: string }
  | { readonly kind: 'break' };

export interface Item {
  /** Only of a task. */
  readonly isDone: boolean | undefined;
  readonly of: readonly Block[];
}

export interface Cell {
  readonly align: 'left' | 'center' | 'right' | undefined;
  readonly of: readonly Inline[];
}

export interface Code {
  readonly kind: 'code';
  readonly language: Language | undefined;
  readonly text: string;
  readonly lines: number;
}

export interface Language {
  /** As the editor would call it. Empty: no language by its look. */
  readonly id: string;
  /** As people call it. */
  readonly label: string;
}
