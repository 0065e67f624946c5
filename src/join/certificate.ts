import { commands, window } from 'vscode';
import type { Session } from '../chat/session';
import type { Disposable } from '../lifecycle';

/** The first is what Enter picks. VS Code adds a Cancel: one that closed the dialog itself would not come first. */
const STAY = 'Stay Away';
const NEW_LINK = 'Join by a New Invite Link';
const ACCEPT = 'Use the New Certificate';

/** Nothing goes to who shows another certificate, and there is no way around that but an invite that names it. */
export async function tellOtherCertificate(shown: string): Promise<void> {
  const detail =
    'Whoever answers there is not the server that you joined, or it has made a new certificate. Somebody in between may be ' +
    'pretending to be it. Nothing was sent there.\n\nAsk whoever runs the server, in another way than through this chat. ' +
    'If the certificate is new, they can give you an invite link that names it.';
  const message = `The certificate of ${shown} is not the one that your invite named.`;
  const picked = await window.showErrorMessage(message, { modal: true, detail }, STAY, NEW_LINK);
  if (picked === NEW_LINK) await commands.executeCommand('alongside.join');
}

/** Of a server that says it is one the reader knows by another certificate. */
export async function acceptsCertificate(shown: string): Promise<boolean> {
  const detail =
    `The server at ${shown} says that it is one you have joined, but you know that one by another certificate. If the invite ` +
    'is not from who runs the server, somebody may want you to take another computer for it, and would read and change ' +
    'what is said.\n\nAsk whoever runs it whether the certificate is new, in another way than through this chat.';
  const message = 'This invite names another certificate than the one that the server is known by.';
  return (await window.showErrorMessage(message, { modal: true, detail }, STAY, ACCEPT)) === ACCEPT;
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
