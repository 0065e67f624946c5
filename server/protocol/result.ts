import type { ErrorCode } from './codes';

export interface Failure {
  readonly code: ErrorCode;
  /** For the log, for tests and for picking a sentence. A person sees of it only the name of E_NAME_TAKEN_LOOKALIKE. */
  readonly detail?: string;
  readonly retryAfterMs?: number;
}

/** An expected failure is a value; only a bug throws. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const tooFast = (retryAfterMs: number): Result<never> => ({
  ok: false,
  error: { code: 'E_RATE', retryAfterMs },
});

export const fail = (code: ErrorCode, detail?: string): Result<never> => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
});
