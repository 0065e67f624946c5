import type { MemberId, Seq } from './ids';
import type { Edit, Entry, Flagged, Member, Message, Reacted, Reaction } from './model';

type Change = (message: Message) => Message;

/** What is held of a room after these entries have come, too: its messages are as those have made them. Again is the same. */
export function withChanges(held: readonly Entry[], arrived: readonly Entry[]): readonly Entry[] {
  const changes = new Map<Seq, Change[]>();
  for (const entry of arrived) {
    const [target, change] = changeOf(entry) ?? [];
    if (target === undefined || change === undefined) continue;
    const known = changes.get(target);
    if (known) known.push(change);
    else changes.set(target, [change]);
  }
  if (changes.size === 0) return held;
  return held.map((entry) => (entry.kind === 'message' ? changed(entry, changes.get(entry.seq)) : entry));
}

const changed = (message: Message, changes: readonly Change[] = []): Message =>
  changes.reduce((before, change) => change(before), message);

function changeOf(entry: Entry): readonly [target: Seq, change: Change] | undefined {
  switch (entry.kind) {
    case 'message': {
      const root = entry.thread ?? entry.replyTo;
      return root === undefined ? undefined : [root, (message) => answered(message, entry.seq)];
    }
    case 'deleted':
      return [entry.target, buried];
    case 'edited':
      return [entry.target, (message) => reworded(message, entry)];
    case 'reacted':
      return [entry.target, (message) => reacted(message, entry)];
    case 'flagged':
      return [entry.target, (message) => flagged(message, entry)];
    default:
      return undefined;
  }
}

/** As it is when it is deleted: what a thread is made of stays. */
export function buried({
  files: _,
  editedAt: __,
  rev: ___,
  reactions: ____,
  pinned: _____,
  ...message
}: Message): Message {
  return { ...message, text: '', tombstone: 'deleted' };
}

/** Without a text: another entry tells what became of it. */
const reworded = (message: Message, { seq, at, text }: Edit): Message =>
  text === undefined || message.tombstone !== undefined || (message.rev ?? 0) >= seq
    ? message
    : { ...message, text, editedAt: at, rev: seq };

const answered = (message: Message, seq: Seq): Message =>
  (message.replies?.last ?? 0) >= seq
    ? message
    : { ...message, replies: { count: (message.replies?.count ?? 0) + 1, last: seq } };

function flagged(message: Message, { flag, isOn }: Flagged): Message {
  if (flag === 'pinned') {
    const { pinned: _, ...rest } = message;
    return isOn && message.tombstone === undefined ? { ...rest, pinned: true } : rest;
  }
  if (flag !== 'resolved') return message;
  const { resolved: _, ...rest } = message;
  return isOn ? { ...rest, resolved: true } : rest;
}

function reacted(message: Message, { author, name, emoji, isOn }: Reacted): Message {
  if (author === undefined || message.tombstone !== undefined) return message;
  const { reactions = [], ...rest } = message;
  const now = withReaction(reactions, emoji, { by: { id: author, name }, isOn });
  return now.length === 0 ? rest : { ...rest, reactions: now };
}

function withReaction(
  reactions: readonly Reaction[],
  emoji: string,
  { by, isOn }: { readonly by: Member; readonly isOn: boolean },
): readonly Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (hasReacted(known, by.id) === isOn) return reactions;
  if (!known) return [...reactions, { emoji, by: [by] }].sort(byEmoji);
  const people = isOn ? [...known.by, by].sort(byName) : known.by.filter(({ id }) => id !== by.id);
  return reactions
    .map((reaction) => (reaction === known ? { emoji, by: people } : reaction))
    .filter((reaction) => reaction.by.length > 0);
}

/** Each keeps its place, whoever takes theirs back: the same for everybody. */
export const byEmoji = (a: Reaction, b: Reaction): number => (a.emoji < b.emoji ? -1 : 1);

/** Not by time: who comes back hears again of reactions that the messages have already. */
export const byName = (a: Member, b: Member): number =>
  a.name === b.name ? compare(a.id, b.id) : compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const hasReacted = (reaction: Reaction | undefined, member: MemberId): boolean =>
  reaction?.by.some(({ id }) => id === member) ?? false;
