import type { Entry } from '../../server/protocol/model';
import type { HostToPage, PageToHost } from '../../webview/protocol/messages';
import { aMessage, aSnapshot, messages } from './build';

const MEMBERS = 7;
const WORDS = 'the parser reads one character too far when a line ends in a surrogate pair and nothing follows'.split(
  ' ',
);

/** Messages of a hundred lengths, a few senders and some days, the same at every run. */
export const varied = (seq: number): Entry => {
  const text = `${seq}: ${WORDS.slice(0, 1 + (seq % 17)).join(' ')}${seq % 23 === 0 ? '\n\nand\nmore\nlines' : ''}`;
  const by = { id: `m-${String(seq % MEMBERS).repeat(32)}` as never, name: `member ${(seq >> 2) % MEMBERS}` };
  return aMessage(seq, { text, by, at: 1_700_000_000_000 + seq * 97_000 });
};

export interface Room {
  /** How many pages the page has asked for. */
  readonly asked: () => number;
  readonly answer: (message: PageToHost) => HostToPage | undefined;
}

/** A host with a long history that it makes up as it goes. */
export function createRoom(head: number, pageSize = 100): Room {
  let asked = 0;
  let rev = 0;
  const page = (from: number, to: number) => messages(Math.max(1, from), Math.min(head, to), varied);
  return {
    asked: () => asked,
    answer(message) {
      if (message.kind === 'ready') {
        const from = message.anchor === undefined ? head - pageSize + 1 : message.anchor - pageSize / 2;
        rev += 1;
        return aSnapshot({ rev, entries: page(from, from + pageSize - 1), head, readUpTo: head });
      }
      if (message.kind !== 'history') return undefined;
      asked += 1;
      const { id, before, after } = message;
      if (before !== undefined) return { kind: 'page', id, entries: page(before - pageSize, before - 1) };
      return { kind: 'page', id, entries: page((after ?? 0) + 1, (after ?? 0) + pageSize) };
    },
  };
}
