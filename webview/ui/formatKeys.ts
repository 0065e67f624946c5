import { type Format, format } from '../state/format';
import { take } from './keys';
import { insertText, selectText, writing } from './toolkit';

/** By where a key is: with Shift, what it types differs from keyboard to keyboard. */
const KEYS: Readonly<Record<string, Format>> = {
  KeyB: 'bold',
  KeyI: 'italic',
  KeyE: 'code',
};
const SHIFTED: Readonly<Record<string, Format>> = {
  KeyX: 'strike',
  Digit7: 'numbers',
  Digit8: 'bullets',
  Digit9: 'quote',
};

/** Whether the key was for it. */
export function formatKey(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
  if (altKey || isComposing || ctrlKey === metaKey) return false;
  const how = shiftKey ? SHIFTED[event.code] : KEYS[event.code];
  const written = writing();
  if (how === undefined || written === undefined) return false;
  take(event);
  const { from, to, put, selected } = format(how, written);
  insertText(put, from, to);
  selectText(...selected);
  return true;
}
