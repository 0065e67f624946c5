import type { Person, Role } from '../../server/protocol/model';
import type { App } from '../app';
import { asLabel, consents, told } from '../asking';
import { type Choice, pick } from '../steps';
import { personTarget } from './target';

const ROLES: readonly Choice<Role>[] = [
  { label: 'Owner', description: 'may do everything, also make and unmake owners', value: 'owner' },
  { label: 'Moderator', description: 'may mute and ban, lock rooms and delete what others wrote', value: 'moderator' },
  { label: 'Member', description: 'reads and writes', value: 'member' },
  { label: 'Bot', description: 'a member that is a program', value: 'bot' },
  { label: 'Guest', description: 'only reads, and only where it was invited to', value: 'guest' },
];

export async function changeRole(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: 'Change Role', act: 'role' });
  if (!target) return;
  const { chat, person } = target;
  const title = asLabel(`Role of ${person.name}`);
  const step = await pick<Role>({ title, placeholder: `Now: ${person.role}` }, ROLES);
  if (typeof step === 'string' || step.picked === person.role) return;
  const { name, id } = person;
  const role = step.picked;
  if (!(await consents(`Make ${name} ${role}?`, roleDetail(person, role, id === chat.people.me?.id), 'Change Role')))
    return;
  told(await chat.call('setRole', { member: id, role }));
}

function roleDetail({ name, role }: Person, next: Role, isMe: boolean): string {
  if (isMe) return 'You give up being an owner. Only another owner can make you one again.';
  if (next === 'owner') return `${name} may then do everything that you may, also take this role from you.`;
  if (next === 'guest') return `${name} can then read but not write.`;
  return `${name} is ${role} now. It can be changed again.`;
}

const MINUTE_MS = 60_000;
const TIMES: readonly Choice<number>[] = [
  { label: '10 minutes', value: 10 * MINUTE_MS },
  { label: '1 hour', value: 60 * MINUTE_MS },
  { label: '1 day', value: 24 * 60 * MINUTE_MS },
  { label: '1 week', value: 7 * 24 * 60 * MINUTE_MS },
];

/** How long is the question that is asked first. */
export async function muteMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: 'Mute Member', act: 'mute' });
  if (!target) return;
  const { chat, person } = target;
  const placeholder = `For how long shall ${person.name} read, but write nowhere?`;
  const step = await pick<number>({ title: asLabel(`Mute ${person.name}`), placeholder }, TIMES);
  if (typeof step !== 'string') told(await chat.call('mute', { member: person.id, until: Date.now() + step.picked }));
}

export async function unmuteMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: 'Let Write Again', act: 'unmute' });
  if (target) told(await target.chat.call('mute', { member: target.person.id }));
}

export async function banMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: 'Ban Member', act: 'ban' });
  if (!target) return;
  const { id, name } = target.person;
  const detail = `${name} is disconnected at once, on every device, and cannot come back alone. What ${name} wrote stays.`;
  if (!(await consents(`Ban ${name}?`, detail, 'Ban'))) return;
  told(await target.chat.call('ban', { member: id }));
}

/** The devices stayed the member's own: nobody needs a code. */
export async function unbanMember(app: App, given: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: 'Let Come Back', act: 'unban' });
  if (target) told(await target.chat.call('unban', { member: target.person.id }));
}
