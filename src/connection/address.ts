import { t } from '@vscode/l10n';
import { DEFAULT_PORT } from '../../server/protocol/limits';
import { isLoopback } from '../../server/protocol/loopback';
import type { Pin } from '../../server/protocol/pin';

/** Where a server is. `shown` names it for people: host and port, the host as the network will see it. */
export interface Address {
  readonly url: string;
  readonly shown: string;
  readonly isEncrypted: boolean;
  readonly isLoopback: boolean;
  /** The certificate that the server there must show, whoever else vouches for what. */
  readonly pin?: Pin;
}

/** Of a server that a link names: what is asked about is shown whole, in a narrow window, too. */
export const LONGEST_SHOWN = 60;
/** The only path of a server that a link leads to. */
export const CHAT_PATH = /^wss?:\/\/[^/]+\/chat$/;

type ParsedAddress = { readonly ok: true; readonly value: Address } | { readonly ok: false; readonly reason: string };

const wrong = (reason: string): ParsedAddress => ({ ok: false, reason });

/** Takes `host`, `host:port`, `ws://…` and `wss://…`. Each refusal is a sentence. */
export function parseAddress(raw: string): ParsedAddress {
  const typed = raw.trim();
  if (typed === '') return wrong(t('Enter the address of a server, for example 127.0.0.1:12345.'));
  if (typed.length > 300 || /[\s\p{C}]/u.test(typed)) return wrong(t('An address has no spaces or hidden characters.'));
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'ws' && scheme !== 'wss')
    return wrong(t('An address begins with ws:// or wss://, or with neither.'));
  const whole = scheme === undefined ? `ws://${bracketed(typed)}` : typed;
  const url = URL.parse(whole);
  if (!url || url.hostname === '')
    return wrong(t('This is not an address. Use host:port, for example 127.0.0.1:12345.'));
  // Others could be drawn as something else, such as an icon.
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/.test(url.hostname))
    return wrong(t('A host has letters, digits, dots and hyphens.'));
  if (url.username !== '' || url.password !== '') return wrong(t('An address has no user name or password in it.'));
  if (url.search !== '' || url.hash !== '') return wrong(t('An address has no ? or # in it.'));
  if (url.port === '0') return wrong(t('A port is a number from 1 to 65535.'));
  return { ok: true, value: describe(url, whole) };
}

/** Of what the program knows to be an address, or has kept as one. */
export function addressOf(url: string, pin?: Pin): Address | undefined {
  const parsed = parseAddress(url);
  return parsed.ok ? withPin(parsed.value, pin) : undefined;
}

export const withPin = (address: Address, pin: Pin | undefined): Address =>
  pin === undefined ? address : { ...address, pin };

/** `::1` is meant as a host, not as a host and a port. */
const bracketed = (typed: string): string =>
  typed.split(':').length > 2 && !typed.startsWith('[') && !typed.includes('/') ? `[${typed}]` : typed;

function describe(url: URL, whole: string): Address {
  const isEncrypted = url.protocol === 'wss:';
  const named = /:(\d+)(?:\/|$)/.exec(whole.replace(/^\w+:\/\//, '').replace(/^\[[^\]]*\]/, ''))?.[1];
  // A URL leaves out its scheme's own port, also where it was typed.
  const port = url.port || (named ? Number(named) : isEncrypted ? 443 : DEFAULT_PORT);
  const path = url.pathname === '/' ? '/chat' : url.pathname;
  const shown = `${url.hostname}:${port}`;
  return {
    url: `${url.protocol}//${shown}${path}`,
    shown: isEncrypted ? `wss://${shown}` : shown,
    isEncrypted,
    isLoopback: isLoopback(url.hostname),
  };
}
