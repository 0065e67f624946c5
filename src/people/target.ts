import { t } from '@vscode/l10n';
import { MemberId } from '../../server/protocol/ids';
import type { Person } from '../../server/protocol/model';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { pick } from '../steps';
import { type PersonAct, personActs } from './personActs';
import { personChoices } from './personChoices';

/** What a command about a member works with. */
export interface PersonTarget {
  readonly chat: Chat;
  readonly person: Person;
}

/** A row of the tree of people, as the editor hands it to the commands of its menu. */
export interface PersonRow {
  readonly member: MemberId;
}

/** The member that was given, by a menu or by whoever runs the command; else the one picked of those it can be done to. */
export async function personTarget(
  { session: { chat } }: App,
  given: unknown,
  wanted: { readonly title: string; readonly act?: PersonAct },
): Promise<PersonTarget | undefined> {
  if (!chat) return undefined;
  const known = givenPerson(chat, given);
  if (known) return { chat, person: known };
  const { title, act } = wanted;
  const { all, me } = chat.people;
  const people = all.filter((one) =>
    act === undefined ? !one.isBanned : personActs(one, me, Date.now()).includes(act),
  );
  const placeholder = people.length > 0 ? t('Whom?') : t('There is nobody for this.');
  const step = await pick<Person>({ title, placeholder, matchesAll: true }, personChoices(chat, people));
  return typeof step === 'string' ? undefined : { chat, person: step.picked };
}

function givenPerson({ people }: Chat, given: unknown): Person | undefined {
  const id = typeof given === 'object' && given !== null && 'member' in given ? given.member : given;
  const parsed = MemberId.safeParse(id);
  return parsed.success ? people.get(parsed.data) : undefined;
}
