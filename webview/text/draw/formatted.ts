import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { Target } from '../../protocol/links';
import type { Code } from '../model';
import { parsed } from '../parsed';
import { type UseCode, addTools } from './codeTools';
import { purify } from './purify';
import { treeOf } from './tree';

export interface Look {
  /** Of whom mentions are marked; empty for nobody. */
  readonly myName: string;
  /** Tab reaches the links and the buttons. */
  readonly isCursor: boolean;
  readonly openLink: (target: Target) => void;
  readonly useCode: UseCode;
  /** Has a block coloured. */
  readonly colour: (block: HTMLElement, code: Code) => void;
}

/** A text as it is shown. It is made once, and kept as long as it stays the same. */
class Formatted extends Directive {
  #made: { readonly text: string; readonly myName: string; readonly root: HTMLElement } | undefined;

  render(text: string, look: Look): unknown {
    const isKnown = this.#made?.text === text && this.#made.myName === look.myName;
    const root = isKnown && this.#made ? this.#made.root : make(text, look);
    this.#made = { text, myName: look.myName, root };
    for (const stop of root.querySelectorAll<HTMLElement>('a, button')) stop.tabIndex = look.isCursor ? 0 : -1;
    return isKnown ? noChange : root;
  }
}

export const formatted = directive(Formatted);

function make(text: string, { myName, openLink, useCode, colour }: Look): HTMLElement {
  const { root, links, codes } = treeOf(parsed(text), myName);
  // Nothing but a paragraph of text.
  if (root.querySelector(':not(p)') === null) return root;
  purify(root);
  for (const each of root.querySelectorAll<HTMLElement>('[data-at]')) {
    const at = Number(each.dataset['at']);
    const [target, code] = [links[at], codes[at]];
    if (each.localName === 'a') {
      if (target) follow(each, () => openLink(target));
    } else if (code) {
      addTools(each, code, useCode);
      colour(each, code);
    }
  }
  return root;
}

/** By mouse or by key. Nothing else of the page or of the editor is to take the click for one of its own. */
function follow(link: HTMLElement, open: () => void): void {
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
