import type { MemberId } from '../protocol/ids';
import { OPERATOR } from '../protocol/names';
import type { StateReader, StoredPerson } from './ports';

/** Who does something to others: a member, or whoever runs the server. */
export interface Actor {
  readonly name: string;
  /** Undefined for whoever runs the server, who may do everything. */
  readonly person?: StoredPerson;
}

/** Undefined where there is no such member, or it is banned. */
export function actorOf(state: StateReader, by: MemberId | undefined): Actor | undefined {
  if (by === undefined) return { name: OPERATOR };
  const person = state.person(by);
  return person && !person.isBanned ? { name: person.name, person } : undefined;
}
