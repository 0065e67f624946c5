import { t } from '@vscode/l10n';
import type { Target } from '../../protocol/links';
import { splitMentions } from '../../state/mentions';
import { turnsDirection } from '../hidden';
import type { Block, Cell, Code, Inline, Item } from '../model';
import { spokenCode } from '../spoken';
import { characters } from './colouring';
import { element } from './nodes';

/** A text as elements, and what its links and its code blocks are: `data-at` says which is which. */
export interface Tree {
  readonly root: HTMLElement;
  readonly links: readonly Target[];
  readonly codes: readonly Code[];
}

type Drawn = readonly (Node | string)[];

/** `myName`: of whom mentions are marked; empty for nobody. */
export function treeOf(blocks: readonly Block[], myName: string): Tree {
  const links: Target[] = [];
  const codes: Code[] = [];

  const inline = (pieces: readonly Inline[]): Drawn => pieces.flatMap(piece);
  const within = (blocks: readonly Block[]): Drawn => blocks.map(block);

  function piece(of: Inline): Drawn {
    switch (of.kind) {
      case 'text':
        return words(of.text, myName);
      case 'code':
        return [element('code', { dir: 'ltr' }, characters(of.text))];
      case 'break':
        return [element('br')];
      case 'link':
        // Without an address of its own: the browser would look hosts up before anybody has clicked.
        return [
          element('a', { class: 'text-link', role: 'link', title: of.target.url, 'data-at': `${links.push(of.target) - 1}` }, [
            element('bdi', {}, inline(of.of)),
          ]), // prettier-ignore
        ];
      default:
        return [element(of.kind, {}, inline(of.of))];
    }
  }

  function block(of: Block): Node {
    switch (of.kind) {
      case 'paragraph':
        return element('p', { dir: 'auto' }, inline(of.of));
      case 'heading':
        return element(`h${Math.min(of.level + 2, 6)}`, { dir: 'auto' }, inline(of.of));
      case 'quote':
        return element('blockquote', {}, within(of.of));
      case 'list':
        return list(of);
      case 'table':
        return element('table', {}, [
          element('thead', {}, [row('th', of.head)]),
          element('tbody', {}, of.rows.map((cells) => row('td', cells))),
        ]); // prettier-ignore
      case 'code':
        return element('div', { class: 'code', role: 'group', 'aria-label': spokenCode(of), 'data-at': `${codes.push(of) - 1}` }, [
          element('pre', { class: 'code-text', dir: 'ltr' }, [element('code', {}, characters(of.text))]),
        ]); // prettier-ignore
      case 'rule':
        return element('hr');
      default:
        return of satisfies never;
    }
  }

  function list({ start, items }: Extract<Block, { kind: 'list' }>): Node {
    const tag = start === undefined ? 'ul' : 'ol';
    const isTasks = items.some(({ isDone }) => isDone !== undefined);
    const attributes = {
      dir: 'auto',
      start: start === undefined || start === 1 ? '' : `${start}`,
      class: isTasks ? 'tasks' : '',
    };
    return element(tag, attributes, items.map(item));
  }

  /** What stands in it has the direction of its list, so that all the marks stand on one side. */
  function item({ isDone, of }: Item): Node {
    const content = of.map((each) => (each.kind === 'paragraph' ? element('p', {}, inline(each.of)) : block(each)));
    if (isDone === undefined) return element('li', {}, content);
    const icon = `codicon codicon-${isDone ? 'pass-filled' : 'circle-large-outline'}`;
    const mark = element('span', {
      class: `task-mark ${icon}`,
      role: 'img',
      'aria-label': isDone ? t('Done') : t('To do'),
    });
    return element('li', { class: isDone ? 'task is-done' : 'task' }, [mark, ...content]);
  }

  const row = (tag: 'th' | 'td', cells: readonly Cell[]): Node =>
    element('tr', {}, cells.map((cell) => element(tag, { dir: 'auto', class: cell.align ? `cell-${cell.align}` : '' }, inline(cell.of)))); // prettier-ignore

  return { root: element('div', { class: 'text' }, within(blocks)), links, codes };
}

/** A text that turns the direction stays by itself, so that what stands beside it keeps its place. */
const isolated = (text: string): Node | string => (turnsDirection(text) ? element('bdi', {}, [text]) : text);

const words = (text: string, myName: string): Drawn =>
  myName === '' || !text.includes('@')
    ? [isolated(text)]
    : splitMentions(text, myName).map((each) =>
        each.isMention ? element('span', { class: 'mention' }, [each.text]) : isolated(each.text),
      );
