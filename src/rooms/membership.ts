import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { GENERAL, type MemberId } from '../../server/protocol/ids';
import type { ListedRoom, Person, Room } from '../../server/protocol/model';
import { plural } from '../../webview/protocol/language';
import type { App } from '../app';
import { asLabel, consents, told } from '../asking';
import type { Chat } from '../chat/chat';
import { personChoices } from '../people/personChoices';
import { showProfile } from '../people/profile';
import { pick, pickMany } from '../steps';
import { goTo } from './openRoom';
import { roomChoice } from './roomChoices';
import { roomTarget } from './target';

/** Public rooms the reader is not in. */
export async function browseRooms(app: App): Promise<void> {
  const { chat } = app.session;
  if (!chat) return;
  const others = chat.rooms.all.filter(({ kind, mine }) => kind === 'public' && !mine);
  if (others.length === 0) return void window.showInformationMessage(t('You are in every public room there is.'));
  const picking = { title: t('Browse Rooms'), placeholder: t('Which room would you like to join?'), matchesAll: true };
  const step = await pick<ListedRoom>(
    picking,
    others.map((room) => roomChoice(chat, room)),
  );
  if (typeof step !== 'string') await joinRoom(app, step.picked.id);
}

export async function joinRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (!target) return;
  const { chat, room } = target;
  if (told(await chat.call('joinRoom', { room: room.id }))) await goTo(app, room.id);
}

export async function leaveRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (!target) return;
  const { chat, room, title } = target;
  if (room.kind === 'private' && !(await consentsToLeave(chat, room, title))) return;
  const wasOpen = chat.room === room.id;
  if (told(await chat.call('leaveRoom', { room: room.id })) && wasOpen) await chat.open(GENERAL);
}

async function consentsToLeave(chat: Chat, room: Room, title: string): Promise<boolean> {
  const members = await membersOf(chat, room);
  if (!members) return false;
  const detail =
    members.length === 1
      ? t('You are the last one in it: it is archived, and nobody can read it any more.')
      : t('You cannot read it any more, unless somebody who is in it adds you again.');
  return consents(t('Leave {0}?', title), detail, t('Leave Room'));
}

export async function addToRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (target) await addPeople(app, target.room);
}

/** To be told that one is in it already costs a call, so that only the others are offered. */
export async function addPeople({ session: { chat } }: App, room: ListedRoom): Promise<void> {
  const within = chat && (await membersOf(chat, room));
  if (!within) return;
  const others = chat.people.all.filter(({ id, isBanned }) => !isBanned && !within.includes(id));
  if (others.length === 0) return void window.showInformationMessage(t('Everybody is in this room already.'));
  const title = t('Add Members to {0}', chat.rooms.titleOf(room));
  const step = await pickMany<Person>({ title, placeholder: t('Whom? Escape: nobody') }, personChoices(chat, others));
  if (typeof step === 'string') return;
  for (const { id } of step.picked) if (!told(await chat.call('addToRoom', { room: room.id, member: id }))) return;
}

export async function removeFromRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  const within = target && (await membersOf(target.chat, target.room));
  if (!within) return;
  const { chat, room, title } = target;
  const others = chat.people.all.filter(({ id }) => within.includes(id) && id !== chat.identity.member);
  if (others.length === 0) return void window.showInformationMessage(t('Nobody else is in this room.'));
  const step = await pick<Person>(
    { title: t('Remove from {0}', title), placeholder: t('Whom?') },
    personChoices(chat, others),
  );
  if (typeof step === 'string') return;
  const { id, name } = step.picked;
  const detail =
    room.kind === 'private'
      ? t('{0} cannot read it any more, unless somebody adds {0} again. What {0} wrote stays.', name)
      : t('{0} is not told of it any more, but can join it again. What {0} wrote stays.', name);
  if (!(await consents(t('Remove {0} from {1}?', name, title), detail, t('Remove')))) return;
  told(await chat.call('removeFromRoom', { room: room.id, member: id }));
}

/** Who is in the room. Picking one shows the profile. */
export async function showRoomMembers(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  const within = target && (await membersOf(target.chat, target.room));
  if (!within) return;
  const { chat, title } = target;
  const people = chat.people.all.filter(({ id }) => within.includes(id));
  const placeholder = plural(people.length, t('1 member'), t('{0} members', people.length));
  const step = await pick<Person>(
    { title: asLabel(t('Members of {0}', title)), placeholder },
    personChoices(chat, people),
  );
  if (typeof step !== 'string') await showProfile(app, { member: step.picked.id });
}

async function membersOf(chat: Chat, room: Room): Promise<readonly MemberId[] | undefined> {
  const answer = await chat.call('roomMembers', { room: room.id });
  told(answer);
  return answer.ok ? answer.value.members : undefined;
}
