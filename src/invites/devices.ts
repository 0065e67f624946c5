import { t } from '@vscode/l10n';
import { env, window } from 'vscode';
import { ERRORS } from '../../server/protocol/codes';
import type { Device } from '../../server/protocol/model';
import { either } from '../../webview/protocol/language';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { tellRefused, whyRefused } from '../sentences';
import { type Choice, pick } from '../steps';
import { timeIn } from '../wording';
import { describeDevice } from './inviteTerms';
import { type Reach, reachOf, sshLine } from './reach';
import { isRevoked } from './revoked';

type DevicesOf = Pick<App, 'session' | 'server'>;

/** Shows a code that lets in one more device of the reader. */
export async function addDevice({ session: { chat }, server }: DevicesOf): Promise<void> {
  if (!chat) return;
  const made = await chat.call('createPairing', {});
  if (!made.ok) return void window.showErrorMessage(tellRefused(t('There is no code.'), made.error.code));
  const { code, expiresAt } = made.value;
  const copy = t('Copy Code');
  const detail = [
    t('On the other device: Chat: Join, then Use a Pairing Code…'),
    t('Address: {0}', whereFrom(reachOf(chat, await server.running()), chat)),
    t('It works once, until {0}. Whoever types it there is you.', timeIn(env.language).format(expiresAt)),
  ].join('\n');
  if ((await window.showInformationMessage(code, { modal: true, detail }, copy)) === copy)
    await env.clipboard.writeText(code);
}

function whereFrom(reach: Reach, { address }: Chat): string {
  if (reach.kind === 'at') return either(reach.addresses.map(({ shown }) => shown));
  return t(
    '{0}, on this computer alone. Elsewhere that takes SSH: {1}',
    address.shown,
    sshLine(address, reach.kind === 'onlyHere'),
  );
}

type Step = Device | 'add' | 'renew';

/** Lists the reader's devices, and takes back the key of the one that is picked, or gives this one another. */
export async function manageDevices(app: DevicesOf): Promise<void> {
  const { session } = app;
  while (session.chat) {
    const { chat } = session;
    const step = await pick<Step>(
      { title: t('Team Chat: Manage Devices'), placeholder: t('Pick one to remove it') },
      choices(chat),
    );
    if (typeof step !== 'object') return;
    if (step.picked === 'add') return addDevice(app);
    if (step.picked === 'renew') return renewKey(chat);
    await remove(chat, step.picked);
  }
}

async function choices(chat: Chat): Promise<readonly Choice<Step>[]> {
  const answer = await chat.call('devices', {});
  const add = {
    label: `$(add) ${t('Add Device…')}`,
    detail: t('Shows a code to be typed there'),
    value: 'add',
  } as const;
  if (!answer.ok) return [{ label: `$(warning) ${whyRefused(answer.error.code)}` }, add];
  const listed = answer.value.devices.map((device) => ({
    label: device.isThis ? `$(device-desktop) ${t('This Device')}` : `$(vm) ${t('Another Device')}`,
    description: describeDevice(device, env.language),
    value: device,
  }));
  const detail = t('For when somebody may have copied it: what they have is good for nothing then');
  return [...listed, add, { label: `$(key) ${t('New Key for This Device')}`, detail, value: 'renew' }];
}

async function renewKey(chat: Chat): Promise<void> {
  const renewed = await chat.renewKey();
  if (renewed === 'notKept')
    return void window.showErrorMessage(t('This device has no new key: it cannot be kept on this computer.'));
  if (renewed.ok)
    return void window.showInformationMessage(t('This device has a new key. The old one lets nobody in.'));
  const { code } = renewed.error;
  if (ERRORS[code].final) return void window.showErrorMessage(tellRefused(t('This device has no new key.'), code));
  void window.showWarningMessage(t('Whether this device has its new key is not known yet. That goes on by itself.'));
}

async function remove(chat: Chat, { id, isThis }: Device): Promise<void> {
  const yes = t('Remove Device');
  const question = isThis ? t('Remove this device?') : t('Remove this other device?');
  const detail = isThis
    ? t(
        'You leave the chat here, and come back with a pairing code of another device. Without one, you cannot come back.',
      )
    : t('It leaves the chat at once, and cannot come back under your name.');
  if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  const answer = await chat.call('revokeDevice', { device: id });
  // The server may hang up on this device before it has answered.
  const isGone = isRevoked(answer) || (isThis && !answer.ok && answer.error.code === 'E_UNAVAILABLE');
  if (!answer.ok && !isGone)
    void window.showErrorMessage(tellRefused(t('The device is not removed.'), answer.error.code));
}
