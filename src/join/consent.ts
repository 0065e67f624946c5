import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { App } from '../app';
import type { Address } from '../connection/address';
import { type AskedLink, linkQuestion } from '../invites/inviteSentences';
import { pick } from '../steps';
import type { Way } from './enter';
import { joinTitle } from './title';

/** Before anything is sent there. Whoever wants it with its new certificate has said so of this link before. */
export async function consents(app: App, way: Way): Promise<boolean> {
  if (way.isCertificateNew) return true;
  if (way.secret === undefined) return consentsToPlain(app, way.address);
  return consentsToLink(app, { ...way, secret: way.secret }, 'pasted');
}

/**
 * Of a link from outside the answer that comes first is no, so that a key that was meant for something else joins nothing.
 * A dialog of the editor has no such order.
 */
export async function consentsToLink(app: App, link: AskedLink, origin: 'pasted' | 'outside'): Promise<boolean> {
  const { placeholder, yes, detail } = linkQuestion(link, app.session.chat?.address.shown);
  const accept = { label: yes, detail, alwaysShow: true, value: true };
  const decline = { label: `$(circle-slash) ${t('Do Not Join')}`, alwaysShow: true, value: false };
  const choices = origin === 'outside' ? [decline, accept] : [accept, decline];
  const step = await pick<boolean>({ title: joinTitle(), placeholder }, choices);
  return typeof step === 'object' && step.picked;
}

/** Once for each server. */
async function consentsToPlain(app: App, { shown, isEncrypted, isLoopback }: Address): Promise<boolean> {
  const key = `plain.${shown}`;
  if (isEncrypted || isLoopback || app.memory.get(key) === true) return true;
  const accept = t('Join Unencrypted');
  const detail = t('Whoever sits on the network in between can read and change what is said there.');
  const isAccepted =
    (await window.showWarningMessage(
      t('The connection to {0} is not encrypted.', shown),
      { modal: true, detail },
      accept,
    )) === accept;
  if (isAccepted) app.memory.set(key, true);
  return isAccepted;
}
