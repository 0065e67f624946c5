import type { Session, SessionEvent } from '../chat/session';
import type { Disposable } from '../lifecycle';

const KINDS: ReadonlySet<SessionEvent['kind']> = new Set(['swapped', 'link', 'reset', 'rooms', 'persons', 'room']);

/** Calls back when there is something new about rooms or people, or another room or chat is open. */
export const onTeamChange = (session: Session, changed: () => void): Disposable =>
  session.changed.on(({ kind }) => {
    if (KINDS.has(kind)) changed();
  });
