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
