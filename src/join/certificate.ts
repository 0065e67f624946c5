import { t } from '@vscode/l10n';
import { commands, window } from 'vscode';
import type { Session } from '../chat/session';
import type { Disposable } from '../lifecycle';

/** The first is what Enter picks. VS Code adds a Cancel: one that closed the dialog itself would not come first. */
const stay = (): string => t('Stay Away');

/** Nothing goes to who shows another certificate, and there is no way around that but an invite that names it. */
export async function tellOtherCertificate(shown: string): Promise<void> {
  const detail = t(
    'Whoever answers there is not the server that you joined, or it has made a new certificate. Somebody in between may be pretending to be it. Nothing was sent there.\n\nAsk whoever runs the server, in another way than through this chat. If the certificate is new, they can give you an invite link that names it.',
  );
  const another = t('Join by a New Invite Link');
  const message = t('The certificate of {0} is not the one that your invite named.', shown);
  const picked = await window.showErrorMessage(message, { modal: true, detail }, stay(), another);
  if (picked === another) await commands.executeCommand('alongside.join');
}

/** Of a server that says it is one the reader knows by another certificate. */
export async function acceptsCertificate(shown: string): Promise<boolean> {
  const detail = t(
    'The server at {0} says that it is one you have joined, but you know that one by another certificate. If the invite is not from who runs the server, somebody may want you to take another computer for it, and would read and change what is said.\n\nAsk whoever runs it whether the certificate is new, in another way than through this chat.',
    shown,
  );
  const message = t('This invite names another certificate than the one that the server is known by.');
  const accept = t('Use the New Certificate');
  return (await window.showErrorMessage(message, { modal: true, detail }, stay(), accept)) === accept;
}

/** Once for each chat that ended over it, also where nobody has the page of the chat before them. */
export function tellOfCertificates(session: Session): Disposable {
  const told = new WeakSet<object>();
  return session.changed.on(() => {
    const { chat } = session;
    if (chat?.standing.at !== 'stopped' || chat.standing.ending !== 'otherCertificate' || told.has(chat)) return;
    told.add(chat);
    void tellOtherCertificate(chat.address.shown);
  });
}
