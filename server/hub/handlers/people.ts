import { ok } from '../../protocol/result';
import type { Journal } from '../../journal/journal';
import type { Presence } from '../presence';
import type { Roster } from '../roster';
import type { Sends } from '../sends';
import { type MemberHandlers, done } from './handlers';

interface People {
  readonly journal: Journal;
  readonly presence: Presence;
  readonly roster: Roster;
  readonly sends: Sends;
}

/** Who the members are, what they are called, and what each may do. */
export const peopleHandlers = ({
  journal,
  presence,
  roster,
  sends,
}: People): MemberHandlers<'people' | 'setStatus' | 'rename' | 'setRole' | 'mute' | 'ban' | 'unban' | 'leave'> => ({
  people: ({ session }) => {
    const people = roster.read(session);
    return people.ok ? ok({ people: [...people.value] }) : people;
  },
  setStatus: ({ session, member }, { isAway = session.isAway, status }) => {
    if (isAway !== session.isAway) presence.setAway(member, isAway ? 1 : -1);
    session.isAway = isAway;
    if (status === undefined) return ok({});
    return sends.paced(member, async () => done(await journal.submit({ kind: 'setStatus', member, status })));
  },
  rename: ({ member }, { name }) => sends.paced(member, () => journal.submit({ kind: 'rename', member, name })),
  setRole: ({ member: by }, { member, role }) =>
    sends.paced(by, async () => done(await journal.submit({ kind: 'setRole', by, member, role }))),
  mute: ({ member: by }, { member, until }) =>
    sends.paced(by, async () => done(await journal.submit({ kind: 'mute', by, member, until }))),
  ban: ({ member: by }, { member }) =>
    sends.paced(by, async () => done(await journal.submit({ kind: 'ban', by, member }))),
  unban: ({ member: by }, { member }) =>
    sends.paced(by, async () => done(await journal.submit({ kind: 'unban', by, member }))),
  leave: ({ session }) => {
    session.saidLeave = true;
    return ok({});
  },
});
