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
  forbidden: { retry: false },
  notAlongside: { retry: false },
  otherServer: { retry: false },
  wrongProof: { retry: false },
  version: { retry: false },
  unauthenticated: { retry: false },
  tooMany: { retry: false },
  removed: { retry: false },
  misbehaving: { retry: false },
  closed: { retry: false },
} as const;

export type Ending = keyof typeof ENDINGS;

export const mayRetry = (ending: Ending): boolean => ENDINGS[ending].retry;

const OF_CLOSE_CODE: Readonly<Record<number, Ending>> = {
  [CLOSE.drain]: 'drain',
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

export function endingOfError(code: string | undefined): Ending {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (code !== undefined && UNREACHABLE.has(code)) return 'unreachable';
  // Someone listens there and speaks something else: HTTP's parser and ws name these faults so.
  return code !== undefined && /^(HPE_|WS_ERR_|ERR_SSL|EPROTO)/.test(code) ? 'notAlongside' : 'lost';
}

/** The result of a step of connecting. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly ending: Ending };

export const ended = (ending: Ending): Attempt<never> => ({ ok: false, ending });
