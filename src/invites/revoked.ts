import type { Result } from '../../server/protocol/result';

/** Whether what was taken back is gone: also where the answer to an earlier try was lost, or another device was faster. */
export const isRevoked = (answer: Result<unknown>): boolean => answer.ok || answer.error.code === 'E_NOT_FOUND';
