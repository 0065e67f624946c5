import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { Code } from '../model';
import { parsed } from '../parsed';
import { type UseCode, addTools } from './codeTools';
import { purify } from './purify';
import { type Lead, type Reading, treeOf } from './tree';

export interface Look extends Reading {
  /** What `nameOf` knows: another one is drawn anew. */
  readonly named: string;
  /** Tab reaches the links and the buttons. */
  readonly isCursor: boolean;
  readonly follow: (lead: Lead) => void;
  readonly useCode: UseCode;
  /** Has a block coloured. */
  readonly colour: (block: HTMLElement, code: Code) => void;
}

/** A text as it is shown. It is made once, and kept as long as it stays the same. */
class Formatted extends Directive {
  #made: { readonly of: readonly unknown[]; readonly root: HTMLElement } | undefined;

  render(text: string, look: Look): unknown {
    const of = [text, look.myName, look.linkable, look.named];
    const isKnown = of.every((each, i) => each === this.#made?.of[i]);
    const root = isKnown && this.#made ? this.#made.root : make(text, look);
    this.#made = { of, root };
    for (const stop of root.querySelectorAll<HTMLElement>('a, button')) stop.tabIndex = look.isCursor ? 0 : -1;
    return isKnown ? noChange : root;
  }
}

export const formatted = directive(Formatted);

function make(text: string, look: Look): HTMLElement {
  const { root, links, codes } = treeOf(parsed(text), look);
  // Nothing but a paragraph of text.
  if (root.querySelector(':not(p)') === null) return root;
  purify(root);
  for (const each of root.querySelectorAll<HTMLElement>('[data-at]')) {
    const at = Number(each.dataset['at']);
    const [lead, code] = [links[at], codes[at]];
    if (each.localName === 'a') {
      if (lead) onFollow(each, () => look.follow(lead));
    } else if (code) {
      addTools(each, code, look.useCode);
      look.colour(each, code);
    }
  }
  return root;
}

/** By mouse or by key. Nothing else of the page or of the editor is to take the click for one of its own. */
function onFollow(link: HTMLElement, open: () => void): void {
  const take = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    open();
  };
  link.addEventListener('click', take);
  link.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat) take(event);
  });
}
