import type { Message } from '../../server/protocol/model';
import type { Snapshot } from '../../webview/protocol/messages';
import { BEN, CHLOE, ME, aMessage, aSnapshot } from './build';

const MINUTE = 60_000;

/** Messages to which everything was done that can be. */
export function actStates(now: number): Readonly<Record<string, Snapshot>> {
  const message = (seq: number, over: Partial<Message> & { by?: typeof BEN }): Message => {
    const { by = BEN, ...rest } = over;
    return { ...aMessage(seq, { by, at: now - (20 - seq) * MINUTE }), ...rest };
  };
  const people = [BEN, CHLOE, ME].map(({ id, name }) => ({ id, name }));
  const entries = [
    message(1, {
      text: 'Which version do we ship on Friday? The one with the new parser is ready, but nobody has tried it on the large files.',
      reactions: [
        { emoji: '👀', by: people.slice(0, 2) },
        { emoji: '👍🏽', by: people },
      ],
      replies: { count: 2, last: 4 },
      resolved: true,
      pinned: true,
    }),
    message(2, { by: CHLOE, text: 'I can try it.', replyTo: 1, editedAt: now - 16 * MINUTE, rev: 3 }),
    message(4, { by: ME, text: 'Then **Friday** it is.', replyTo: 2, thread: 1, reactions: [{ emoji: '🎉', by: people.slice(0, 1) }] }), // prettier-ignore
    message(5, { by: ME, text: 'And the notes?', editedAt: now - 14 * MINUTE, rev: 6 }),
    message(7, { by: BEN, text: '', tombstone: 'deleted' }),
    message(8, { by: CHLOE, text: 'Not yet.', replyTo: 7 }),
  ];
  return { acts: aSnapshot({ entries: withBetween(entries, now), head: 9 }) };
}

/** What was done stands between the messages, without a row of its own. */
function withBetween(messages: readonly Message[], now: number): Snapshot['entries'] {
  const all: Snapshot['entries'] = [];
  for (const message of messages) {
    while (all.length + 1 < message.seq) {
      all.push({ kind: 'edited', seq: all.length + 1, at: now, name: BEN.name, author: BEN.id, target: 2 });
    }
    all.push(message);
  }
  all.push({ kind: 'flagged', seq: 9, at: now, name: BEN.name, author: BEN.id, target: 1, flag: 'pinned', isOn: true });
  return all;
}
