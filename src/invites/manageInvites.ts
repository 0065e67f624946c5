import { t } from '@vscode/l10n';
import { env, window } from 'vscode';
import { AUDIT, GENERAL, type RoomId } from '../../server/protocol/ids';
import type { Invite, Role, Room } from '../../server/protocol/model';
import type { App } from '../app';
import { asLabel } from '../asking';
import type { Chat } from '../chat/chat';
import { roleName } from '../people/roleWords';
import { tellRefused, whyRefused } from '../sentences';
import { type Choice, pick } from '../steps';
import { copyNewInvite } from './copyInvite';
import { LASTING, ROLE_WORDS, type Terms, USES, USUAL, describeInvite, invitedBy, tellLasting } from './inviteTerms';
import { isRevoked } from './revoked';

type Chosen = Invite | 'new';

/** Lists the invites that can be used still, takes back what is picked, and makes others than the usual. */
export async function manageInvites(app: App): Promise<void> {
  for (;;) {
    const { chat } = app.session;
    if (!chat) return;
    const step = await pick<Chosen>(
      { title: t('Team Chat: Manage Invites'), placeholder: t('Pick one to revoke it') },
      choices(chat),
    );
    if (typeof step !== 'object') return;
    if (step.picked === 'new') return newInvite(app, chat);
    await revoke(chat, step.picked);
  }
}

async function choices(chat: Chat): Promise<readonly Choice<Chosen>[]> {
  const fresh: Choice<Chosen> = {
    label: `$(add) ${t('New Invite…')}`,
    detail: t('For a role, a room, a time and a number'),
    value: 'new',
  };
  const answer = await chat.call('invites', {});
  if (!answer.ok) return [{ label: `$(warning) ${whyRefused(answer.error.code)}` }, fresh];
  const listed = answer.value.invites.map((invite) => ({
    label: `$(link) ${describeInvite(invite, env.language)}`,
    description: asLabel(whence(chat, invite)),
    value: invite,
  }));
  return [fresh, ...listed];
}

function whence(chat: Chat, { by, room: id }: Invite): string {
  const room = id && chat.rooms.get(id);
  return room ? t('by {0}, also into {1}', by, chat.rooms.titleOf(room)) : t('by {0}', by);
}

async function revoke(chat: Chat, invite: Invite): Promise<void> {
  const yes = t('Revoke');
  const what = t('Of {0}: {1}.', invite.by, describeInvite(invite, env.language));
  const detail = `${what}\n\n${t('Who has the link cannot join with it any more. Who has joined stays.')}`;
  if ((await window.showWarningMessage(t('Revoke this invite?'), { modal: true, detail }, yes)) !== yes) return;
  const answer = await chat.call('revokeInvite', { invite: invite.id });
  if (!answer.ok && !isRevoked(answer))
    void window.showErrorMessage(tellRefused(t('The invite is not revoked.'), answer.error.code));
}

/** Step by step, the usual answer first. */
async function newInvite(app: App, chat: Chat): Promise<void> {
  const role = await choose<Role>(t('As what may they join?'), roles(chat));
  const room = role && (await choose<RoomId | 'none'>(t('Into which room besides everybody’s?'), rooms(chat)));
  const lastsMs =
    room && (await choose(t('How long does the link work?'), usualFirst(LASTING, USUAL.lastsMs, tellLasting)));
  const uses = lastsMs && (await choose(t('How many may use it?'), usualFirst(USES, USUAL.uses, String)));
  if (!role || !room || !lastsMs || !uses) return;
  const terms: Terms = { role, lastsMs, uses, ...(room !== 'none' && { room }) };
  await copyNewInvite(app, chat, terms);
}

async function choose<T>(placeholder: string, options: readonly Choice<T>[]): Promise<T | undefined> {
  const step = await pick<T>({ title: t('Team Chat: New Invite'), placeholder }, options);
  return typeof step === 'object' ? step.picked : undefined;
}

const roles = (chat: Chat): readonly Choice<Role>[] =>
  invitedBy(chat.people.me?.role).map((role) => ({
    label: roleName(role),
    description: ROLE_WORDS[role](),
    value: role,
  }));

const rooms = (chat: Chat): readonly Choice<RoomId | 'none'>[] => [
  { label: `$(circle-slash) ${t('No other room')}`, value: 'none' },
  ...chat.rooms.all.flatMap((room) =>
    room.mine && mayBeNamed(room)
      ? [{ label: `${room.kind === 'private' ? '$(lock)' : '#'} ${asLabel(room.name)}`, value: room.id }]
      : [],
  ),
];

/** Everybody is in the general room anyway. */
const mayBeNamed = ({ id, kind, isArchived }: Room): boolean =>
  id !== GENERAL && id !== AUDIT && kind !== 'direct' && !isArchived;

const usualFirst = (
  all: readonly number[],
  usual: number,
  labelOf: (value: number) => string,
): readonly Choice<number>[] =>
  [usual, ...all.filter((value) => value !== usual)].map((value) => ({ label: labelOf(value), value }));
