import { LIMITS } from './limits';
import { type Result, fail, ok } from './result';

/**
 * Parses JSON whose nesting, keys and items stay within the limits. Never throws. Thirty thousand nested brackets fit in
 * a frame and parse well; walking them by recursion is what kills a process, so the walk here stops at the limit.
 */
export function parseBounded(raw: string): Result<unknown> {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return fail('E_BAD_REQUEST', 'not JSON');
  }
  return isBounded(json, LIMITS.jsonDepth) ? ok(json) : fail('E_BAD_REQUEST', 'too deep or too many');
}

function isBounded(json: unknown, depth: number): boolean {
  if (typeof json !== 'object' || json === null) return true;
  if (depth === 0) return false;
  const items: unknown[] = Array.isArray(json) ? json : Object.values(json);
  if (items.length > (Array.isArray(json) ? LIMITS.jsonItems : LIMITS.jsonKeys)) return false;
  return items.every((item) => isBounded(item, depth - 1));
}
