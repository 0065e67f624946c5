import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { LIMITS } from '../../server/protocol/limits';
import { checkName } from '../../server/protocol/names';
import type { Member } from '../../server/protocol/model';
import { checkLine } from '../../server/protocol/text';
import type { App } from '../app';
import { asLabel, outcome } from '../asking';
import type { Chat } from '../chat/chat';
import { remember } from '../join/recents';
import { tellName, whyRefused } from '../sentences';
import { ask } from '../steps';

export async function setStatus({ session: { chat } }: App): Promise<void> {
  if (!chat) return;
  const check = (typed: string) =>
    checkLine(typed, LIMITS.statusChars).ok
      ? undefined
      : t('A status is one line of at most {0} characters.', LIMITS.statusChars);
  const question = {
    title: t('Set Status'),
    prompt: t('What the others see beside your name. Empty takes it away'),
    placeholder: t('in a meeting until 2'),
    value: chat.people.me?.status ?? '',
  };
  await ask({ ...question, check }, async (typed) => outcome(await chat.call('setStatus', { status: typed.trim() })));
}

export async function changeName(app: App): Promise<void> {
  const { chat } = app.session;
  if (!chat) return;
  const check = (typed: string) => {
    const checked = checkName(typed.trim());
    return checked.ok ? undefined : tellName(typed.trim(), checked.error.code, checked.error.detail);
  };
  const question = {
    title: t('Change Name'),
    prompt: t('Your name in this chat. What you wrote keeps the name it was written under'),
    value: chat.people.me?.name ?? chat.identity.name,
  };
  const step = await ask<Member>({ ...question, check }, async (typed) => {
    const answer = await chat.call('rename', { name: typed.trim() });
    if (answer.ok)
      return checkName(answer.value.member.name).ok
        ? { picked: answer.value.member }
        : { wrong: whyRefused('E_INTERNAL') };
    const { code, detail } = answer.error;
    return code.startsWith('E_NAME_') ? { wrong: tellName(typed.trim(), code, detail) } : outcome(answer);
  });
  if (typeof step === 'string') return;
  await keepName(app, chat, step.picked.name);
  void window.setStatusBarMessage(asLabel(t('You are called {0} now.', step.picked.name)), 5_000);
}

/** So that this computer joins under the new name the next time. */
async function keepName({ enterPorts: { identities }, memory }: App, chat: Chat, name: string): Promise<void> {
  const { server, member } = chat.identity;
  const known = (await identities.names(server)).find((one) => one.member === member);
  if (known) await identities.save(server, { ...known, name });
  remember(memory, chat.address, name);
}
