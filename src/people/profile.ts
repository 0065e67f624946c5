import { t } from '@vscode/l10n';
import { ThemeIcon, commands, env } from 'vscode';
import type { App } from '../app';
import { asLabel } from '../asking';
import { type Choice, pick } from '../steps';
import { type PersonAct, personActs } from './personActs';
import { seenFrom } from './personChoices';
import { personTooltip } from './personWords';
import { personTarget } from './target';

const WAYS: Readonly<
  Record<PersonAct, { readonly label: () => string; readonly icon: string; readonly command: string }>
> = {
  message: { label: () => t('Message'), icon: 'comment', command: 'messageMember' },
  status: { label: () => t('Set Status…'), icon: 'edit', command: 'setStatus' },
  name: { label: () => t('Change Name…'), icon: 'person', command: 'changeName' },
  role: { label: () => t('Change Role…'), icon: 'shield', command: 'changeRole' },
  mute: { label: () => t('Mute…'), icon: 'mute', command: 'muteMember' },
  unmute: { label: () => t('Let Write Again'), icon: 'unmute', command: 'unmuteMember' },
  ban: { label: () => t('Ban…'), icon: 'circle-slash', command: 'banMember' },
  unban: { label: () => t('Let Come Back…'), icon: 'debug-restart', command: 'unbanMember' },
};

/** Who somebody is, and what can be done from there. */
export async function showProfile(app: App, given?: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: t('Show Profile') });
  if (!target) return;
  const { chat, person } = target;
  const nowMs = Date.now();
  const [name = '', ...lines] = personTooltip(seenFrom(chat, person), { locale: env.language, nowMs });
  const ways = personActs(person, chat.people.me, nowMs).map((act): Choice<PersonAct> => {
    const { label, icon } = WAYS[act];
    return { label: label(), iconPath: new ThemeIcon(icon), value: act };
  });
  const step = await pick<PersonAct>({ title: asLabel(name), placeholder: lines.join(' · ') }, ways);
  if (typeof step === 'string') return;
  await commands.executeCommand(`alongside.${WAYS[step.picked].command}`, { member: person.id });
}
