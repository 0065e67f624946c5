import { t } from '@vscode/l10n';
import type { Person, Role } from '../../server/protocol/model';
import { lasting } from '../../webview/protocol/language';
import type { App } from '../app';
import { asLabel, consents, told } from '../asking';
import { type Choice, pick } from '../steps';
import { roleName } from './roleWords';
import { personTarget } from './target';

const roles = (): readonly Choice<Role>[] => [
  { label: t('Owner'), description: t('may do everything, also make and unmake owners'), value: 'owner' },
  {
    label: t('Moderator'),
    description: t('may mute and ban, lock rooms and delete what others wrote'),
    value: 'moderator',
  },
  { label: t('Member'), description: t('reads and writes'), value: 'member' },
  { label: t('Bot'), description: t('a member that is a program'), value: 'bot' },
  { label: t('Guest'), description: t('only reads, and only where it was invited to'), value: 'guest' },
];

export async function changeRole(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: t('Change Role'), act: 'role' });
  if (!target) return;
  const { chat, person } = target;
  const title = asLabel(t('Role of {0}', person.name));
  const step = await pick<Role>({ title, placeholder: t('Now: {0}', roleName(person.role)) }, roles());
  if (typeof step === 'string' || step.picked === person.role) return;
  const { name, id } = person;
  const role = step.picked;
  if (
    !(await consents(
      t('Make {0} {1}?', name, roleName(role)),
      roleDetail(person, role, id === chat.people.me?.id),
      t('Change Role'),
    ))
  )
    return;
  told(await chat.call('setRole', { member: id, role }));
}

function roleDetail({ name, role }: Person, next: Role, isMe: boolean): string {
  if (isMe) return t('You give up being an owner. Only another owner can make you one again.');
  if (next === 'owner') return t('{0} may then do everything that you may, also take this role from you.', name);
  if (next === 'guest') return t('{0} can then read but not write.', name);
  return t('{0} is {1} now. It can be changed again.', name, roleName(role));
}

const MINUTE_MS = 60_000;
const times = (): readonly Choice<number>[] => [
  { label: lasting(10, 'minute'), value: 10 * MINUTE_MS },
  { label: lasting(1, 'hour'), value: 60 * MINUTE_MS },
  { label: lasting(1, 'day'), value: 24 * 60 * MINUTE_MS },
  { label: lasting(1, 'week'), value: 7 * 24 * 60 * MINUTE_MS },
];

/** How long is the question that is asked first. */
export async function muteMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: t('Mute Member'), act: 'mute' });
  if (!target) return;
  const { chat, person } = target;
  const placeholder = t('For how long shall {0} read, but write nowhere?', person.name);
  const step = await pick<number>({ title: asLabel(t('Mute {0}', person.name)), placeholder }, times());
  if (typeof step !== 'string') told(await chat.call('mute', { member: person.id, until: Date.now() + step.picked }));
}

export async function unmuteMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: t('Let Write Again'), act: 'unmute' });
  if (target) told(await target.chat.call('mute', { member: target.person.id }));
}

export async function banMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: t('Ban Member'), act: 'ban' });
  if (!target) return;
  const { id, name } = target.person;
  const detail = t(
    '{0} is disconnected at once, on every device, and cannot come back alone. What {0} wrote stays.',
    name,
  );
  if (!(await consents(t('Ban {0}?', name), detail, t('Ban')))) return;
  told(await target.chat.call('ban', { member: id }));
}

/** The devices stayed the member's own: nobody needs a code. */
export async function unbanMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: t('Let Come Back'), act: 'unban' });
  if (target) told(await target.chat.call('unban', { member: target.person.id }));
}
