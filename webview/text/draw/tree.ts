import { t } from '@vscode/l10n';
import type { Target } from '../../protocol/links';
import type { NamedRoom } from '../../protocol/messages';
import type { PlaceLink } from '../../protocol/placeLinks';
import { type Linkable, splitLinks } from '../../state/linkable';
import { splitMentions } from '../../state/mentions';
import { turnsDirection } from '../hidden';
import type { Block, Cell, Code, Inline, Item } from '../model';
import { spokenCode } from '../spoken';
import { characters } from './colouring';
import { element } from './nodes';

/** Where a link leads: out of the chat, or to a place in it. */
export type Lead = { readonly target: Target } | { readonly place: PlaceLink } | { readonly room: NamedRoom };

/** What a text is drawn for. */
export interface Reading {
  /** Of whom mentions are marked; empty for nobody. */
  readonly myName: string;
  readonly linkable: Linkable;
  /** How a link to a room or a message is called. */
  readonly nameOf: (place: PlaceLink) => string;
}

/** A text as elements, and what its links and its code blocks are: `data-at` says which is which. */
export interface Tree {
  readonly root: HTMLElement;
  readonly links: readonly Lead[];
  readonly codes: readonly Code[];
}

type Drawn = readonly (Node | string)[];

export function treeOf(blocks: readonly Block[], { myName, linkable, nameOf }: Reading): Tree {
  const links: Lead[] = [];
  const codes: Code[] = [];

  const inline = (pieces: readonly Inline[], isInLink = false): Drawn => pieces.flatMap((of) => piece(of, isInLink));
  /** Without an address of its own: the browser would look hosts up before anybody has clicked. */
  const link = (lead: Lead, title: string, content: Drawn): Node =>
    element('a', { class: 'text-link', role: 'link', title, 'data-at': `${links.push(lead) - 1}` }, [
      element('bdi', {}, content),
    ]);
  const words = (text: string): Drawn =>
    text.includes('#')
      ? splitLinks(text, linkable).flatMap(({ text: shown, room, issue }) => {
          if (room) return [link({ room }, t('Go to the room {0}', room.name), [shown])];
          return issue ? [link({ target: issue }, issue.url, [shown])] : mentioning(shown, myName);
        })
      : mentioning(text, myName);
  const within = (blocks: readonly Block[]): Drawn => blocks.map(block);

  function piece(of: Inline, isInLink: boolean): Drawn {
    switch (of.kind) {
      case 'text':
        return isInLink ? mentioning(of.text, myName) : words(of.text);
      case 'code':
        return [element('code', { dir: 'ltr' }, characters(of.text))];
      case 'break':
        return [element('br')];
      case 'link':
        return [link({ target: of.target }, of.target.url, inline(of.of, true))];
      case 'place':
        return [link({ place: of.place }, of.place.link, [nameOf(of.place)])];
      default:
        return [element(of.kind, {}, inline(of.of, isInLink))];
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

const mentioning = (text: string, myName: string): Drawn =>
  myName === '' || !text.includes('@')
    ? [isolated(text)]
    : splitMentions(text, myName).map((each) =>
        each.isMention ? element('span', { class: 'mention' }, [each.text]) : isolated(each.text),
      );
