import { CLOSE, mayReconnect } from '../../server/protocol/codes';

/** Why a connection could not be made, or ended. The table says whether trying again may help. */
const ENDINGS = {
  refused: { retry: true },
  unreachable: { retry: true },
  timeout: { retry: true },
  busy: { retry: true },
  lost: { retry: true },
  silent: { retry: true },
  drain: { retry: true },
  failed: { retry: true },
  forbidden: { retry: false },
  /** Of a server that was there: a broken line, or a page of the network that asks for a password. */
  notAlongside: { retry: true },
  needsTls: { retry: false },
  noTls: { retry: false },
  weakTls: { retry: false },
  untrusted: { retry: false },
  wrongHost: { retry: false },
  /** Not the certificate that the server is known by. */
  otherCertificate: { retry: false },
  /** The certificate that was asked for, but of a server that is known by another. */
  newCertificate: { retry: false },
  /** Only the server's operator can help, and will; until then each try is refused like the first. */
  expired: { retry: true },
  otherServer: { retry: false },
  wrongProof: { retry: false },
  version: { retry: false },
  unauthenticated: { retry: false },
  /** Connections that died on the way are among them, and end. */
  tooMany: { retry: true },
  /** Of who is not known there yet: members are told where it goes on. */
  moved: { retry: false },
  removed: { retry: false },
  misbehaving: { retry: false },
  closed: { retry: false },
} as const;

export type Ending = keyof typeof ENDINGS;

export const mayRetry = (ending: Ending): boolean => ENDINGS[ending].retry;

const OF_CLOSE_CODE: Readonly<Record<number, Ending>> = {
  [CLOSE.drain]: 'drain',
  [CLOSE.serverError]: 'failed',
  // On a line that swallowed the first words, or pushed out by a crowd: neither is for ever.
  [CLOSE.authTimeout]: 'timeout',
  [CLOSE.unauthenticated]: 'unauthenticated',
  [CLOSE.connectionLimit]: 'tooMany',
  [CLOSE.removed]: 'removed',
  [CLOSE.version]: 'version',
  [CLOSE.tokenRevoked]: 'unauthenticated',
};

export const endingOfClose = (code: number): Ending => OF_CLOSE_CODE[code] ?? (mayReconnect(code) ? 'lost' : 'closed');

/** Of an upgrade that was answered with something else than 101. */
export function endingOfStatus(status: number): Ending {
  if (status === 429 || status >= 500) return 'busy';
  return status === 403 ? 'forbidden' : 'notAlongside';
}

const UNREACHABLE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);

const OF_CERTIFICATE: Readonly<Record<string, Ending>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrongHost',
};

export function endingOfError({ code = '', message }: { readonly code?: string; readonly message: string }): Ending {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (UNREACHABLE.has(code)) return 'unreachable';
  const ofCertificate = OF_CERTIFICATE[code];
  if (ofCertificate !== undefined) return ofCertificate;
  if (/CERT|ISSUER|^UNABLE_TO|^INVALID_(CA|PURPOSE)/.test(code)) return 'untrusted';
  if (/^(ERR_SSL|EPROTO)/.test(code)) return endingOfHandshake(message);
  // Someone listens there and speaks something else: HTTP's parser and ws name these faults so.
  return /^(HPE_|WS_ERR_)/.test(code) ? 'notAlongside' : 'lost';
}

/** Only the message tells; OpenSSL and the editor's BoringSSL write it alike but for case and spaces. */
const endingOfHandshake = (message: string): Ending =>
  /(protocol.version|unsupported.protocol|handshake.failure)/i.test(message) ? 'weakTls' : 'noTls';

/** The result of a step of connecting. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly ending: Ending };

export const ended = (ending: Ending): Attempt<never> => ({ ok: false, ending });
