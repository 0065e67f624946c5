import * as z from 'zod/mini';
import { LIMITS } from '../limits';
import { nothing } from './parts';

/** A server that goes on at another place. */
export const MOVE_CALLS = {
  /** By owners, while the server moves: where it goes on. Told to everybody; each decides whether to go there. */
  moveTo: {
    params: z.object({ address: z.string().check(z.minLength(1), z.maxLength(LIMITS.addressChars)) }),
    result: nothing,
  },
} as const;
