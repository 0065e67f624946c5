import { LIMITS } from './limits';
import { type Result, fail, ok } from './result';

/** A message's text as it is stored: to the byte what was sent, or refused. */
export function checkText(raw: string): Result<string> {
  if (raw.trim() === '') return fail('E_TEXT_INVALID', 'empty');
  if (!raw.isWellFormed()) return fail('E_BAD_REQUEST', 'lone surrogate');
  if (raw.includes('\0')) return fail('E_BAD_REQUEST', 'NUL');
  // Of so few UTF-16 units none takes more than three bytes: nothing to count.
  if (raw.length <= LIMITS.textCodePoints && 3 * raw.length <= LIMITS.textBytes) return ok(raw);
  const size = textSize(raw);
  if (size.codePoints > LIMITS.textCodePoints || size.bytes > LIMITS.textBytes) return fail('E_TEXT_TOO_LONG');
  return ok(raw);
}

/** One line, as of a topic or a status, or nothing: without what would end it or turn the text around it. */
export function checkLine(raw: string, maxCodePoints: number): Result<string> {
  if (raw.length > 4 * maxCodePoints) return fail('E_TEXT_TOO_LONG');
  const trimmed = raw.trim();
  if (!raw.isWellFormed() || unprinted().test(trimmed)) return fail('E_TEXT_INVALID', 'hidden');
  const line = trimmed.replace(/\s+/gu, ' ');
  return textSize(line).codePoints > maxCodePoints ? fail('E_TEXT_TOO_LONG') : ok(line);
}

/** Line breaks, and what changes the direction of what stands around. Made when it is first needed: no start should wait for it. */
const unprinted = () => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/u;

export function textSize(text: string): { readonly codePoints: number; readonly bytes: number } {
  let codePoints = 0;
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    codePoints += 1;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return { codePoints, bytes };
}
