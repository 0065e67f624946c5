import { t } from '@vscode/l10n';
import { InviteSecret } from '../../server/protocol/ids';
import { checkName } from '../../server/protocol/names';
import { Pin } from '../../server/protocol/pin';
import { type Address, CHAT_PATH, LONGEST_SHOWN, parseAddress, withPin } from '../connection/address';

/** What an invite link says. Whoever wrote the link chose all of it. */
export interface InviteLink {
  readonly address: Address;
  readonly secret: InviteSecret;
  /** Who invites, as the link has it. */
  readonly from?: string;
}

type ParsedLink = { readonly ok: true; readonly value: InviteLink } | { readonly ok: false; readonly reason: string };

const EXTENSION = 'alongside.alongside';
const PATH = '/join';
const LONGEST = 1_000;

const wrong = (reason: string): ParsedLink => ({ ok: false, reason });
const notOne = () => wrong(t('This is not an invite link of Team Chat.'));
const incomplete = () => wrong(t('The invite in this link is missing or incomplete. Copy the whole link.'));

/** Whether somebody means a link, and not an address. Of what is too long to be either, only the beginning is looked at. */
export const looksLikeLink = (raw: string): boolean =>
  /^\s*(?:https?:\/\/|[a-z][a-z0-9+.-]{0,40}:\/\/alongside\.)/i.test(raw.slice(0, LONGEST));

/**
 * Takes the link of any editor, `vscode://alongside.alongside/join?server=…&pin=…&name=…#secret`, and that of a server's own
 * page, `https://chat.example.org/join#secret`. Each refusal is a sentence that repeats nothing of the link.
 */
export function parseInviteLink(raw: string): ParsedLink {
  const text = raw.trim();
  if (text.length > LONGEST) return wrong(t('This is too long for an invite link.'));
  if (!text.isWellFormed() || /\p{C}/u.test(text)) return wrong(t('An invite link has no hidden characters.'));
  const url = URL.parse(text);
  if (!url) return notOne();
  if (url.username !== '' || url.password !== '') return wrong(t('An invite link has no user name or password in it.'));
  return /^https?:$/.test(url.protocol) ? ofPage(url) : ofEditor(url);
}

function ofPage(url: URL): ParsedLink {
  if (url.pathname !== PATH || url.search !== '') return notOne();
  const isEncrypted = url.protocol === 'https:';
  const port = url.port || (isEncrypted ? '443' : '80');
  return linkTo(`${isEncrypted ? 'wss' : 'ws'}://${url.hostname}:${port}`, url);
}

function ofEditor(url: URL): ParsedLink {
  if (url.host.toLowerCase() !== EXTENSION || url.pathname !== PATH) return notOne();
  const [server, ...servers] = url.searchParams.getAll('server');
  const [from, ...others] = url.searchParams.getAll('name');
  const [pin, ...pins] = url.searchParams.getAll('pin');
  if (server === undefined || servers.length > 0 || others.length > 0 || pins.length > 0) return notOne();
  return linkTo(server, url, { from, pin });
}

interface Said {
  readonly from?: string | undefined;
  readonly pin?: string | undefined;
}

function linkTo(server: string, { hash }: URL, { from, pin }: Said = {}): ParsedLink {
  const address = parseAddress(server);
  if (!address.ok || !CHAT_PATH.test(address.value.url))
    return wrong(t('This link does not name a server as it should.'));
  if (address.value.shown.length > LONGEST_SHOWN)
    return wrong(t('The server of this link has too long a name to be shown.'));
  // Without it the link would lead to whoever answers; with it to nobody where nothing is encrypted.
  if (pin !== undefined && (!Pin.safeParse(pin).success || !address.value.isEncrypted)) return incomplete();
  const secret = InviteSecret.safeParse(hash.slice(1));
  if (!secret.success) return incomplete();
  const link = { address: withPin(address.value, pin), secret: secret.data };
  if (from === undefined) return { ok: true, value: link };
  const name = checkName(from);
  return name.ok
    ? { ok: true, value: { ...link, from: name.value.shown } }
    : wrong(t('This link is signed with what cannot be a name.'));
}

/** Opens in the editor of that scheme, and can be pasted in every other. A name that could not be read back is left out. */
export function editorLink(scheme: string, { address, secret, from }: InviteLink): string {
  const query = new URLSearchParams({ server: address.shown });
  if (address.pin !== undefined) query.set('pin', address.pin);
  if (from !== undefined && checkName(from).ok) query.set('name', from);
  return `${scheme}://${EXTENSION}${PATH}?${query.toString().replaceAll('+', '%20')}#${secret}`;
}

/** Opens in a browser, at the page of the server that hands over to the editor. */
export const pageLink = ({ address: { url }, secret }: InviteLink): string =>
  `${url.replace(/^ws/, 'http').replace(/\/chat$/, PATH)}#${secret}`;
