import { byEmoji, byName } from '../protocol/changes';
import type { MemberId, Seq } from '../protocol/ids';
import type { Member, Message, Reaction } from '../protocol/model';
import type { Range } from './entryTable';
import type { Row } from './rows';
import type { Statements } from './statements';

type Attach = (message: Message) => Message;

const asIs: Attach = (message) => message;

/** What others have put to the messages of a range: emoji, flags, answers. Most have none. */
export function attachedTo(sql: Pick<Statements, 'marks' | 'replies'>, room: number, { from, to }: Range): Attach {
  const marks = sql.marks.all(room, from, to);
  const replies = sql.replies.all(room, from, to);
  if (marks.length + replies.length === 0) return asIs;
  const marksOf = Map.groupBy(marks, (row) => Number(row['seq']));
  const repliesOf = new Map(replies.map((row) => [Number(row['seq']), row]));
  return (message) => ({ ...message, ...marked(message, marksOf), ...answered(repliesOf.get(message.seq)) });
}

function marked(message: Message, marksOf: ReadonlyMap<Seq, readonly Row[]>): Partial<Message> {
  const marks = marksOf.get(message.seq) ?? [];
  const has = (flag: string) => marks.some(({ what }) => what === flag);
  const reactions = reactionsOf(marks.filter(({ what }) => what !== 'pinned' && what !== 'resolved'));
  return {
    ...(reactions.length > 0 && { reactions }),
    ...(has('pinned') && { pinned: true }),
    ...(has('resolved') && { resolved: true }),
  };
}

const reactionsOf = (marks: readonly Row[]): readonly Reaction[] =>
  [...Map.groupBy(marks, ({ what }) => String(what))]
    .map(([emoji, rows]) => ({ emoji, by: rows.map(memberOf).sort(byName) }))
    .sort(byEmoji);

const memberOf = ({ id, name }: Row): Member => ({ id: id as MemberId, name: String(name) });

const answered = (row: Row | undefined): Partial<Message> =>
  row ? { replies: { count: Number(row['count']), last: Number(row['last']) } } : {};
