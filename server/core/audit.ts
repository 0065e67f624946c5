import type { Act } from '../protocol/acts';
import { AUDIT } from '../protocol/ids';
import type { Millis, Notice } from '../protocol/model';
import type { Standing } from './access';
import type { Actor } from './actor';
import { enter } from './enter';
import type { State, StoredPerson } from './ports';

interface Done {
  readonly act: Act;
  /** The name of the one it was done to. */
  readonly subject?: string;
  readonly text?: string;
}

/** Enters what was done into the room that the owners read, which is made for it. */
export function audit(state: State, { name, person }: Actor, done: Done, at: Millis): void {
  if (!state.room(AUDIT)) open(state);
  const author = person === undefined ? {} : { author: person.id };
  enter<Notice>(state, AUDIT, { kind: 'notice', ...author, name, ...done }, at);
}

/** What a moderator did in a room. Of a private one, owners who are not in it learn neither its name nor who is in it. */
export function auditIn(state: State, { who, room }: Standing, done: Omit<Done, 'text'>, at: Millis): void {
  const hidden = { text: 'a private room', ...(done.subject === undefined ? {} : { subject: 'a member' }) };
  const told = room.kind === 'public' ? { text: room.name } : hidden;
  audit(state, { name: who.name, person: who }, { ...done, ...told }, at);
}

/** Keeps those in the room who are owners, and nobody else. */
export function seatOwners(state: State): void {
  if (!state.room(AUDIT)) return;
  for (const { id, role } of state.people()) {
    const isOwner = role === 'owner';
    if (state.memberships.has(AUDIT, id) === isOwner) continue;
    if (isOwner) state.memberships.add(AUDIT, id, 'added');
    else state.memberships.remove(AUDIT, id);
    state.changed({ kind: 'mine', room: AUDIT, member: id });
  }
}

export const isLastOwner = (state: State, { id, role }: StoredPerson): boolean =>
  role === 'owner' && !state.people().some((other) => other.role === 'owner' && other.id !== id);

function open(state: State): void {
  state.addRoom({ id: AUDIT, kind: 'private', name: 'audit', topic: 'Who did what to whom. Owners read it.' });
  state.changed({ kind: 'room', room: AUDIT });
  seatOwners(state);
}
