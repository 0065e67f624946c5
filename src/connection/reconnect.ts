import { LIMITS } from '../../server/protocol/limits';
import { type Ending, mayRetry } from './ending';

/** A connection that lived this long was a good one: the next wait is the first again. */
export const STABLE_MS = 10_000;

/**
 * Milliseconds until the next attempt; undefined: do not try. Full jitter, so that those who lost the server together do
 * not come back together; after a planned stop they spread over a few seconds from the first attempt on.
 */
export function retryDelay(attempt: number, ending: Ending, random: () => number): number | undefined {
  if (!mayRetry(ending)) return undefined;
  if (ending === 'drain' && attempt === 0) return Math.round(random() * LIMITS.drainSpreadMs);
  return Math.round(random() * Math.min(LIMITS.retryMaxMs, LIMITS.retryFirstMs * 2 ** attempt));
}

const RESEND_FIRST_MS = 500;
const RESEND_MAX_MS = 10_000;
/** However soon the server would like it again. */
const RESEND_LEAST_MS = 100;

/** Milliseconds until a message that a server did not take, but may take later, is sent again. */
export const resendDelay = (failures: number, retryAfterMs: number | undefined): number =>
  retryAfterMs === undefined
    ? Math.min(RESEND_MAX_MS, RESEND_FIRST_MS * 2 ** failures)
    : Math.max(RESEND_LEAST_MS, retryAfterMs);
