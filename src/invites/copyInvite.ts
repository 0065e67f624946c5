import { t } from '@vscode/l10n';
import { commands, env, window } from 'vscode';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import type { Address } from '../connection/address';
import { tellRefused } from '../sentences';
import { type Choice, pick } from '../steps';
import { atNetwork, hostChat, letNetworkIn } from './hostChat';
import { type InviteLink, editorLink, pageLink } from './inviteLink';
import { type Terms, USUAL, inviteTitle, tellTerms } from './inviteTerms';
import { type Reach, reachOf, sshLine } from './reach';

/** What stands in a link besides the invite. */
interface Directions {
  /** The first is used unless the reader wants another one. */
  readonly addresses: readonly [Address, ...Address[]];
  /** What guests have to run first. */
  readonly ssh?: string;
}

type Detour = 'letNetworkIn' | 'ssh' | 'asItIs';

/** Makes an invite, and puts a link with it into the clipboard. */
export async function copyInvite(app: App): Promise<void> {
  const chat = await hostChat(app);
  if (chat) await copyNewInvite(app, chat, USUAL);
}

export async function copyNewInvite(app: App, chat: Chat, terms: Terms): Promise<void> {
  const directions = await directionsTo(app, chat);
  if (!directions) return;
  // Where the network was let in on the way, it is another one.
  const { session } = app;
  const made = await (session.chat ?? chat).call('createInvite', terms);
  if (!made.ok) return void window.showErrorMessage(tellRefused(t('There is no invite.'), made.error.code));
  const { name: from } = chat.identity;
  const [address] = directions.addresses;
  const link = { address, secret: made.value.secret, from };
  await env.clipboard.writeText(textOf(link, directions));
  void offerOthers(link, directions, terms);
}

async function directionsTo(app: App, chat: Chat): Promise<Directions | undefined> {
  const lease = await app.server.running();
  const reach = reachOf(chat, lease);
  if (reach.kind === 'at') return reach;
  const step = await pick<Detour>({ title: inviteTitle(), placeholder: unreachable(reach) }, detours(chat, reach));
  if (typeof step !== 'object') return undefined;
  const asItIs: Directions = { addresses: [chat.address] };
  if (step.picked === 'ssh') return { ...asItIs, ssh: sshLine(chat.address, reach.kind === 'onlyHere') };
  if (step.picked === 'asItIs' || !lease) return asItIs;
  if (!(await letNetworkIn(app, lease))) return undefined;
  const now = reachOf(app.session.chat ?? chat, await app.server.running());
  return now.kind === 'at' ? now : asItIs;
}

const unreachable = ({ kind }: Reach): string =>
  kind === 'onlyHere'
    ? t('Others cannot reach this server: it listens on this computer alone.')
    : t('You joined at an address of this computer: others have to come the way you did.');

function detours({ address }: Chat, { kind }: Reach): readonly Choice<Detour>[] {
  const ssh = sshLine(address, kind === 'onlyHere');
  const port = Number(URL.parse(address.url)?.port);
  return [
    ...(kind === 'onlyHere'
      ? [{ label: `$(broadcast) ${t('Let the Network In')}`, detail: atNetwork(port), value: 'letNetworkIn' as const }]
      : []),
    { label: `$(terminal) ${t('Copy with the SSH Line')}`, detail: t('Each guest first runs {0}', ssh), value: 'ssh' },
    {
      label: `$(link) ${t('Copy It As It Is')}`,
      detail: t('For who works on this computer, or has a tunnel to it.'),
      value: 'asItIs',
    },
  ];
}

/** Where a browser trusts the server, too, its page explains what the editor does not: what to install. */
const linkOf = (link: InviteLink): string => (hasPage(link) ? pageLink(link) : editorLink(env.uriScheme, link));

const hasPage = ({ address: { isEncrypted, pin } }: InviteLink): boolean => isEncrypted && pin === undefined;

const textOf = (link: InviteLink, { ssh }: Directions): string =>
  ssh === undefined ? linkOf(link) : `${ssh}\n${linkOf(link)}`;

async function offerOthers(link: InviteLink, { addresses, ssh }: Directions, terms: Terms): Promise<void> {
  const { shown, isEncrypted, isLoopback } = link.address;
  const told = [
    ssh === undefined
      ? t('An invite link to {0} is in the clipboard.', shown)
      : t('An invite link and the SSH line are in the clipboard.'),
    tellTerms(terms),
    isEncrypted || isLoopback ? '' : t('The connection is not encrypted.'),
  ].filter((sentence) => sentence !== '');
  const [manage, other, editor] = [t('Manage Invites'), t('Use Another Address'), t('Copy Editor Link')];
  const offers = [manage, ...(addresses.length > 1 ? [other] : []), ...(hasPage(link) ? [editor] : [])];
  const picked = await window.showInformationMessage(told.join(' '), ...offers);
  if (picked === manage) await commands.executeCommand('alongside.manageInvites');
  if (picked === editor) await env.clipboard.writeText(editorLink(env.uriScheme, link));
  if (picked === other) await copyForAnother(link, addresses);
}

async function copyForAnother(link: InviteLink, addresses: readonly Address[]): Promise<void> {
  const choices = addresses.map((address) => ({ label: address.shown, value: address }));
  const step = await pick<Address>(
    { title: inviteTitle(), placeholder: t('Where do the others reach this computer?') },
    choices,
  );
  if (typeof step === 'object') await env.clipboard.writeText(linkOf({ ...link, address: step.picked }));
}
