/**
 * Why a server closes a socket. The range tells what a client does, also for a code it does not know:
 * 4000 to 4499 connect again, 4500 to 4999 stop and tell the person. (The ranges are Centrifugo's.)
 */
export const CLOSE = {
  slow: 4001,
  noPong: 4002,
  resync: 4003,
  serverError: 4004,
  rate: 4005,
  drain: 4006,
  badRequest: 4500,
  unauthenticated: 4501,
  authTimeout: 4502,
  connectionLimit: 4503,
  removed: 4504,
  version: 4505,
  tokenRevoked: 4506,
} as const;

export type CloseReason = keyof typeof CLOSE;

export const mayReconnect = (closeCode: number): boolean => closeCode < 4500 || closeCode > 4999;

/** `final`: the command was not carried out and never will be. Otherwise the outcome may change: retry the same cid. */
export const ERRORS = {
  E_BAD_REQUEST: { final: true },
  E_UNKNOWN_TYPE: { final: true },
  E_UNAUTHENTICATED: { final: true },
  E_NOT_FOUND: { final: true },
  /** A moderator does not let the caller write for now. */
  E_MUTED: { final: true },
  /** Nobody, or only moderators, may write in this room. */
  E_ROOM_CLOSED: { final: true },
  E_TOO_MANY: { final: true },
  E_LAST_OWNER: { final: true },
  E_INVITE_NEEDED: { final: true },
  E_INVITE_EXPIRED: { final: true },
  E_INVITE_USED: { final: true },
  E_NAME_INVALID: { final: true },
  E_NAME_TAKEN: { final: true },
  /** Of another member, or reserved. `detail` is that name. */
  E_NAME_TAKEN_LOOKALIKE: { final: true },
  E_NAME_RESERVED: { final: true },
  E_TEXT_INVALID: { final: true },
  E_TEXT_TOO_LONG: { final: true },
  E_FILE_TOO_BIG: { final: true },
  /** The caller has sent as much as one may in a day. */
  E_FILE_QUOTA: { final: true },
  /** What came is not what was announced. */
  E_FILE_DAMAGED: { final: true },
  E_CID_CONFLICT: { final: true },
  /** What was to be changed was changed by somebody else meanwhile. */
  E_CONFLICT: { final: true },
  E_RATE: { final: false },
  E_STORAGE_FULL: { final: false },
  /** There is no room for files any more; messages are taken still. */
  E_STORAGE_LOW: { final: false },
  E_STORAGE_IO: { final: false },
  E_STORAGE_READONLY: { final: false },
  /** The database was deleted or replaced under the server. */
  E_STORAGE_LOST: { final: false },
  /** The server goes on elsewhere: it is to be asked there, or here again when it does not. */
  E_MOVED: { final: false },
  E_INTERNAL: { final: false },
  /** Made by a client only: no answer in time, or the connection ended before one. */
  E_UNAVAILABLE: { final: false },
} as const;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (raw: string): raw is ErrorCode => Object.hasOwn(ERRORS, raw);
