import { type Colouring, MOST_CODE } from '../../protocol/colouring';
import type { HostToPage, PageToHost } from '../../protocol/messages';
import type { Code } from '../model';
import { characters } from './colouring';
import { seenBrackets } from './inks';
import { keepingSelection } from './selected';

type Ask = (message: Extract<PageToHost, { kind: 'colour' }>) => void;

/** Of a code block, and which colours it was drawn with. */
interface Block {
  readonly key: string;
  readonly code: Code;
  drawn: Colouring | 'plain' | undefined;
}

/** How far beyond the edges of the view a block counts as in it. */
const NEAR = '400px 0px';
const KEPT = 300;

/**
 * Has the code blocks in the view coloured. A block is drawn without colours first, and takes the same place with them; when
 * the theme changes, it keeps the ones it has until the new ones are there.
 */
export class ColourDesk {
  readonly #ask: Ask;
  readonly #blocks = new WeakMap<Element, Block>();
  readonly #near = new Set<HTMLElement>();
  /** By what they are of; `plain` is an answer, too. */
  readonly #known = new Map<string, Colouring | 'plain'>();
  readonly #asked = new Map<number, string>();
  readonly #view = new IntersectionObserver((changes) => this.#seen(changes), { scrollMargin: NEAR, rootMargin: NEAR });
  #brackets: readonly number[] | undefined;
  #lastId = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
    const theme = new MutationObserver(() => this.renew());
    theme.observe(document.body, { attributes: true, attributeFilter: ['data-vscode-theme-id'] });
  }

  /** From now on, as long as there is such a block. */
  watch(block: HTMLElement, code: Code): void {
    const { language, text, lines } = code;
    if (!language?.id || lines > MOST_CODE.lines || text.length > MOST_CODE.characters) return;
    this.#blocks.set(block, { key: `${language.id}\n${text}`, code, drawn: undefined });
    this.#view.observe(block);
  }

  take({ id, colouring }: Extract<HostToPage, { kind: 'coloured' }>): void {
    const key = this.#asked.get(id);
    if (key === undefined) return;
    this.#asked.delete(id);
    this.#known.set(key, colouring ?? 'plain');
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    for (const block of this.#near) this.#colour(block);
  }

  /** Nothing that was asked for before counts any more. */
  renew(): void {
    this.#known.clear();
    this.#asked.clear();
    this.#brackets = undefined;
    for (const block of this.#near) this.#colour(block);
  }

  #seen(changes: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of changes) {
      if (!(target instanceof HTMLElement)) continue;
      if (!isIntersecting) this.#near.delete(target);
      else {
        this.#near.add(target);
        this.#colour(target);
      }
    }
  }

  #colour(element: HTMLElement): void {
    const block = this.#blocks.get(element);
    if (block === undefined) return;
    const colouring = this.#known.get(block.key);
    if (colouring === undefined) return this.#askFor(block);
    if (block.drawn === colouring) return;
    const code = element.querySelector<HTMLElement>('.code-text > code');
    const isPlain = colouring === 'plain';
    if (code && !(isPlain && block.drawn === undefined)) {
      this.#brackets ??= seenBrackets();
      const nodes = characters(block.code.text, isPlain ? undefined : colouring, this.#brackets);
      keepingSelection(code, () => code.replaceChildren(...nodes));
    }
    block.drawn = colouring;
  }

  #askFor({ key, code }: Block): void {
    if ([...this.#asked.values()].includes(key)) return;
    this.#lastId += 1;
    this.#asked.set(this.#lastId, key);
    const theme = document.body.dataset['vscodeThemeId'] ?? '';
    this.#ask({ kind: 'colour', id: this.#lastId, theme, language: code.language?.id ?? '', code: code.text });
  }
}
