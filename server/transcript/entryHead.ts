import { LIMITS } from '../protocol/limits';
import { unescapeField } from '../protocol/transcript';

/** A line that begins an entry. */
export interface EntryHead {
  readonly name: string;
  readonly date: string;
  readonly time: string;
  readonly text: string;
  /** The name is cut, and `text` is the whole line. */
  readonly cutName: boolean;
}

const PLAIN = /^([^|\n]*)\|(\d{4}-\d{2}-\d{2})\|(\d{1,2}:\d{2} [AP]M)\|([^]*)$/;
const ESCAPED = /^((?:[^|\\]|\\[^])*)\|(\d{4}-\d{2}-\d{2})\|(\d{1,2}:\d{2} [AP]M)\|([^]*)$/;
/** The longest name that a member can have (names.ts). */
export const NAME_UNITS = 4 * LIMITS.nameGraphemes;

export function readHead(line: string, escaped: boolean): EntryHead | undefined {
  const [, sender, date, time, rest] = (escaped ? ESCAPED : PLAIN).exec(line) ?? [];
  if (sender === undefined || date === undefined || time === undefined || rest === undefined) return undefined;
  const name = escaped ? unescapeField(sender) : sender;
  if (name.length > NAME_UNITS) {
    return { name: name.slice(0, NAME_UNITS).toWellFormed(), date, time, text: line, cutName: true };
  }
  return { name, date, time, text: escaped ? unescapeField(rest) : rest, cutName: false };
}
