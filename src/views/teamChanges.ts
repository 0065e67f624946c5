import type { Session, SessionEvent } from '../chat/session';
import type { Disposable } from '../lifecycle';

const PEOPLE_KINDS: ReadonlySet<SessionEvent['kind']> = new Set(['swapped', 'link', 'persons']);
const KINDS: ReadonlySet<SessionEvent['kind']> = new Set(['swapped', 'link', 'reset', 'rooms', 'persons', 'room']);

/** Calls back when there is something new about rooms or people, or another room or chat is open. */
export const onTeamChange = (session: Session, changed: () => void): Disposable =>
  session.changed.on(({ kind }) => {
    if (KINDS.has(kind)) changed();
  });

/** The same for people alone: they do not change with each message. */
export const onPeopleChange = (session: Pick<Session, 'changed'>, changed: () => void): Disposable =>
  session.changed.on(({ kind }) => {
    if (PEOPLE_KINDS.has(kind)) changed();
  });
