import type { Colouring } from '../../webview/protocol/colouring';
import type { Uncoloured } from './look';

/** What the host says to the thread: one at a time. */
export interface ToThread {
  readonly id: number;
  readonly code: Uncoloured;
}

export type FromThread =
  | { readonly kind: 'painted'; readonly id: number; readonly colouring: Colouring | undefined }
  /** A file of an extension, or the grammar of a scope, is not as it should be; told once. */
  | { readonly kind: 'trouble'; readonly of: string; readonly error: string };
