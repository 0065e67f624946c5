import type { CannotOpen } from '../state/open';

/** Exit codes, after sysexits.h where it has one. */
export const EXIT = {
  ok: 0,
  usage: 64,
  notADatabase: 65,
  portInUse: 69,
  software: 70,
  dataInUse: 73,
  io: 74,
  config: 78,
} as const;

/** Why a database cannot be opened, as an exit code. */
export const EXIT_OF = {
  E_DATA_IN_USE: EXIT.dataInUse,
  E_NOT_A_DATABASE: EXIT.notADatabase,
  E_DATABASE_GONE: EXIT.notADatabase,
  E_NEWER_DATABASE: EXIT.config,
  E_CANNOT_WRITE: EXIT.io,
} as const satisfies Record<CannotOpen['code'], number>;

/** An end that a person can do something about: the message says what. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly exitCode: number,
    message: string,
    /** Of the Alongside server that is in the way, if one is. */
    readonly url?: string,
  ) {
    super(message);
  }
}
