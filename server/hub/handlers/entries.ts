import { standingOf } from '../../core/access';
import { messageAt } from '../../core/messages';
import type { Journal } from '../../journal/journal';
import type { Answer, Params } from '../../protocol/calls';
import { GENERAL, type MemberId, type Seq } from '../../protocol/ids';
import { LIMITS } from '../../protocol/limits';
import type { Message } from '../../protocol/model';
import { type Result, fail, ok } from '../../protocol/result';
import type { Feeds } from '../feeds';
import type { Presence } from '../presence';
import type { Sends } from '../sends';
import { type Caller, type MemberHandlers, done } from './handlers';

interface Entries {
  readonly journal: Journal;
  readonly feeds: Feeds;
  readonly presence: Presence;
  readonly sends: Sends;
  /** How fast one may do something to messages: as fast as they are sent, and beside that. */
  readonly acts: Sends;
}

/** What is said in a room: read, added, changed and taken away. */
export const entryHandlers = (
  entries: Entries,
): MemberHandlers<'resume' | 'history' | 'post' | 'delete' | 'edit' | 'react' | 'flag' | 'pinned' | 'thread'> => ({
  resume: (caller, params) => resume(entries, caller, params),
  history: ({ member }, { room, before, after, limit }) => {
    const { state } = entries.journal;
    if (!standingOf(state, room, member)) return fail('E_NOT_FOUND');
    return ok({ entries: state.page({ room, before, after, limit }) });
  },
  post: ({ member }, { cid, room, text, files, replyTo }) =>
    entries.sends.paced(member, async () => {
      const outcome = await entries.journal.submit({ kind: 'post', cid, room, member, text, files, replyTo });
      return outcome.ok ? ok({ seq: outcome.value.seq, at: outcome.value.at }) : outcome;
    }),
  delete: async ({ member }, { room, seq }) =>
    done(await entries.journal.submit({ kind: 'delete', room, member, seq })),
  edit: ({ member }, wanted) =>
    entries.acts.paced(member, async () => done(await entries.journal.submit({ kind: 'edit', member, ...wanted }))),
  react: ({ member }, wanted) =>
    entries.acts.paced(member, async () => done(await entries.journal.submit({ kind: 'react', member, ...wanted }))),
  flag: ({ member }, wanted) =>
    entries.acts.paced(member, async () => done(await entries.journal.submit({ kind: 'flag', member, ...wanted }))),
  pinned: ({ member }, { room, after }) => {
    const { state } = entries.journal;
    return standingOf(state, room, member) ? ok(pinnedBehind(state.pinned(room), after)) : fail('E_NOT_FOUND');
  },
  thread: ({ member }, wanted) => {
    const { state } = entries.journal;
    const { room } = wanted;
    const root = standingOf(state, room, member) && messageAt(state, room, wanted.root);
    if (!root || root.replyTo !== undefined) return fail('E_NOT_FOUND');
    const page = state.thread(wanted);
    return ok({ root, entries: [...page.entries], complete: page.complete });
  },
});

/** As many as a client takes at once. None where `after` is not pinned any more. */
function pinnedBehind(pinned: readonly Message[], after: Seq | undefined): Answer<'pinned'> {
  const at = pinned.findIndex(({ seq }) => seq === after);
  if (after !== undefined && at < 0) return { entries: [] };
  const rest = pinned.slice(at + 1);
  let bytes = 0;
  const isTooMuch = (message: Message) => (bytes += Buffer.byteLength(JSON.stringify(message))) > LIMITS.pageBytes;
  const count = rest.findIndex((message, i) => isTooMuch(message) && i > 0);
  if (count < 0) return { entries: rest };
  return { entries: rest.slice(0, count), next: rest[count - 1]?.seq };
}

function resume(
  { journal: { state }, feeds, presence }: Entries,
  { session, member }: Caller,
  { room: id, after }: Params<'resume'>,
): Result<Answer<'resume'>> {
  const standing = standingOf(state, id, member);
  if (!standing) return fail('E_NOT_FOUND');
  const { room } = standing;
  const isHere = (each: MemberId) => presence.connections(each) > 0;
  feeds.unlisten(id, session);
  const known = after && after.epoch === state.epoch && after.seq <= room.head ? after.seq : undefined;
  const entries =
    known === undefined
      ? state.page({ room: id, limit: LIMITS.firstPageEntries })
      : state.page({ room: id, after: known, limit: LIMITS.pageEntries });
  const last = entries.at(-1)?.seq ?? known ?? 0;
  const status = known === undefined ? 'reset' : last === room.head ? 'complete' : 'more';
  if (status !== 'more') feeds.listen(id, session);
  const here = id === GENERAL ? presence.count : [...state.memberships.of(id)].filter(isHere).length;
  return ok({ status, epoch: state.epoch, entries, head: room.head, people: here });
}
