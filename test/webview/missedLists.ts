import { GENERAL } from '../../server/protocol/ids';
import type { MissedItem, MissedList } from '../../webview/protocol/messages';
import { BEN, CHLOE, MINUTE, PARSER } from './build';

const HOUR = 60 * MINUTE;

export const nothingMissed: MissedList = { kinds: [], rooms: [], moreRooms: 0, isCut: false };

const general = { room: GENERAL, roomKind: 'public', title: 'general' } as const;
const parser = { room: PARSER, roomKind: 'private', title: 'parser' } as const;

/** Something of every kind. Its messages in the general room are those of the talk (states.ts). */
export function MISSED(now: number): MissedList {
  const item = (seq: number, hours: number, over: Partial<MissedItem>): MissedItem => ({
    ...{ ...general, seq, at: now - hours * HOUR, name: BEN.name, text: '' },
    ...over,
  });
  return {
    kinds: [
      {
        kind: 'question',
        found: [
          item(7, 1, { name: CHLOE.name, text: '@ana can somebody have a look at my branch **before lunch**?' }),
          item(31, 2, { ...parser, text: '@ana shall the tokenizer take `\\r` alone as the end of a line, or only together with a line feed as it did before we changed it?' }), // prettier-ignore
        ],
        more: 0,
      },
      { kind: 'mention', found: [item(4, 20, { name: CHLOE.name, text: 'Thanks @ana 🙏' })], more: 12 },
      { kind: 'reply', found: [item(10, 3, { text: 'It is green now' })], more: 0 },
      { kind: 'pinned', found: [item(9, 22, { text: 'The plan for Friday', by: CHLOE.name })], more: 0 },
      {
        kind: 'resolved',
        found: [item(12, 23, { ...parser, text: 'Which version do we ship?', by: BEN.name })],
        more: 0,
      },
      { kind: 'file', found: [item(11, 4, { text: 'The log:', files: ['build-4711.log', 'trace.json'] })], more: 0 },
    ],
    rooms: [
      { ...general, first: 4, at: now - 20 * HOUR, unread: 31 },
      { ...parser, first: 12, at: now - 23 * HOUR, unread: 100 },
      { room: PARSER, roomKind: 'direct', title: CHLOE.name, first: 2, at: now - HOUR, unread: 1 },
    ],
    moreRooms: 3,
    isCut: true,
  };
}
