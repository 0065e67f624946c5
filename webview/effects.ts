import type { RoomId } from '../server/protocol/ids';
import type { PageToHost } from './protocol/messages';
import { cidOfOwn } from './state/acts';
import { atCursor } from './state/cursorActs';
import type { Action, PageState } from './state/model';
import { wishedFrom } from './state/show';

export type Post = (message: PageToHost) => void;

/** What the host is told after an action. The draft is not among it: that one is debounced. */
export function tellHost(action: Action, before: PageState, after: PageState, post: Post): void {
  tellSubmitted(action, before, after, post);
  const isSought = after.target?.isAsked === true && after.target !== before.target;
  const awaits =
    after.awaiting !== 'none' && (action.kind === 'snapshot' || after.awaiting !== before.awaiting || isSought);
  if (awaits) post(ready(after));
  if (after.load !== undefined && after.load !== before.load) {
    const { id, direction } = after.load;
    const room = after.room.id;
    if (direction === 'older') post({ kind: 'history', room, id, before: after.entries[0]?.seq });
    else post({ kind: 'history', room, id, after: after.entries.at(-1)?.seq });
  }
  const told = action.kind === 'snapshot' ? action.readUpTo : before.readUpTo;
  if (after.readUpTo > told) post({ kind: 'read', room: after.room.id, seq: after.readUpTo, turn: after.turn });
  if (action.kind === 'retried') post({ kind: 'retry', cid: action.cid });
  if (action.kind === 'discarded') post({ kind: 'discard', cid: action.cid });
  tellDeletion(action, before, post);
  if (after.target && after.target !== before.target && after.target.room !== after.room.id)
    post({ kind: 'openRoom', room: after.target.room });
  if (action.kind === 'followed' && action.seq === undefined && after.trail !== before.trail)
    post({ kind: 'openRoom', room: action.room });
  const { load } = after.search ?? {};
  if (load && load.id !== before.search?.load?.id)
    post({ kind: 'search', id: load.id, typed: load.typed, ...(load.next === undefined ? {} : { next: load.next }) });
  if (after.missed?.load !== undefined && after.missed.load !== before.missed?.load)
    post({ kind: 'missed', id: after.missed.load });
  if (action.kind === 'missing' && action.act.do === 'decline') post({ kind: 'declineMissed' });
  tellThread(before, after, post);
  tellActs(action, before, after, post);
  tellSlash(action, before, after, post);
  if (action.kind === 'directAsked') post({ kind: 'openDirect', member: action.member });
  if (action.kind === 'commanded') post({ kind: 'run', command: action.command });
  if (action.kind === 'settingOpened') post({ kind: 'openSetting', setting: action.setting });
  if (action.kind === 'linkFollowed') post({ kind: 'openLink', url: action.url });
  if (action.kind === 'codeUsed') {
    const { act, code, language } = action;
    post({ kind: 'useCode', act, code, language });
  }
  if (action.kind === 'detached') post({ kind: 'detach', id: action.id });
  if (action.kind === 'fileUsed') {
    const { act, seq, file } = action;
    post({ kind: 'file', act, room: after.room.id, seq, file });
  }
  const exits = (action.kind === 'exitAsked' && !after.asking) || (action.kind === 'exitAnswered' && action.exit);
  if (exits) post({ kind: 'run', command: 'exit' });
}

function tellDeletion(action: Action, before: PageState, post: Post): void {
  const room = before.room.id;
  if (action.kind === 'deleteAnswered' && action.doIt && before.deleting !== undefined)
    post({ kind: 'delete', room, seq: before.deleting });
  if (action.kind === 'deleteUndone') post({ kind: 'undoDelete', cid: action.cid });
  if (action.kind !== 'deleteAsked') return;
  const cid = cidOfOwn(before, action.seq);
  if (cid !== undefined) post({ kind: 'delete', room, seq: action.seq, cid });
}

export function ready(s: PageState): PageToHost {
  const anchor = wishedFrom(s);
  return anchor === undefined ? { kind: 'ready' } : { kind: 'ready', room: s.room.id, anchor };
}

function tellThread(before: PageState, after: PageState, post: Post): void {
  const { thread } = after;
  if (!thread?.load || thread.load.id === before.thread?.load?.id) return;
  const { part, id } = thread.load;
  const [oldest, newest] = [thread.answers?.[0]?.seq, thread.answers?.at(-1)?.seq];
  const from =
    part === 'older'
      ? oldest !== undefined && { before: oldest }
      : part === 'newer' && newest !== undefined && { after: newest };
  post({ kind: 'thread', room: after.room.id, id, root: thread.root, ...from });
}

/** What the reader does to messages, and what is needed to show them. */
function tellActs(action: Action, before: PageState, after: PageState, post: Post): void {
  const room = after.room.id;
  const { editing, quoted } = after.acts;
  if (editing?.given !== undefined && editing.given !== before.acts.editing?.given) {
    const { seq, rev, given: text } = editing;
    post({ kind: 'edit', room, seq, ...(rev !== undefined && { rev }), text });
  }
  const seqs = [...quoted].flatMap(([seq, message]) => (message || before.acts.quoted.has(seq) ? [] : [seq]));
  if (quoted !== before.acts.quoted && seqs.length > 0) post({ kind: 'quoted', room, seqs });
  if (action.kind === 'actAtCursor' && after.notice === undefined) {
    const seq = atCursor(after)?.seq;
    if (seq !== undefined) post({ kind: action.act, room, seq });
  }
  if (action.kind !== 'act') return;
  const { act } = action;
  if (act.do === 'react') post({ kind: 'react', room, seq: act.seq, emoji: act.emoji, isOn: act.isOn });
  if (act.do === 'flag') post({ kind: 'flag', room, seq: act.seq, flag: act.flag, isOn: act.isOn });
  if (act.do === 'markUnread' || act.do === 'copyLink') post({ kind: act.do, room, seq: act.seq });
}

function tellSlash(action: Action, before: PageState, after: PageState, post: Post): void {
  const { asked } = after.slash;
  if (asked && asked !== before.slash.asked) {
    const { id, room, name, rest } = asked;
    post({ kind: 'slash', id, room, name, rest });
  }
  // It led to another room: of the draft of this one nobody else tells.
  const done = action.kind === 'slashed' && before.others !== after.others && before.slash.asked;
  if (done) post({ kind: 'draft', room: done.room, text: '' });
}

/**
 * Again at every snapshot, for what the host may not have got: the same cid twice does nothing. Those of the other rooms
 * once: whether they came is seen when their room is opened.
 */
function tellSubmitted(action: Action, before: PageState, after: PageState, post: Post): void {
  if (action.kind !== 'snapshot' && action.kind !== 'submitted') return;
  if (after.me === undefined) return;
  const known = action.kind === 'snapshot' ? [] : before.submitted;
  const tell = (room: RoomId, list: PageState['submitted']) => {
    for (const { cid, text, files, replyTo } of list) {
      const more = { ...(files && { files: files.map(({ id }) => id) }), ...(replyTo !== undefined && { replyTo }) };
      post({ kind: 'post', room, cid, text, ...more });
    }
  };
  tell(
    after.room.id,
    after.submitted.filter(({ cid }) => !known.some((item) => item.cid === cid)),
  );
  if (before.me === undefined) after.others.forEach(({ submitted }, room) => tell(room, submitted));
}
