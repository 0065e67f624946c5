import { t } from '@vscode/l10n';
import { numeral } from '../protocol/language';
import type { Cid } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Millis } from '../../server/protocol/model';
import { checkText, textSize } from '../../server/protocol/text';
import { withEmoji } from './complete';
import { ownFile } from './files';
import type { PageState } from './model';
import { toLatest } from './show';
import { onCommand, readDraft } from './slash';
import { toThreadEnd } from './thread';

interface Handed {
  readonly cid: Cid;
  readonly at: Millis;
}

/** A message, or a command; what may be either is asked back about, once. */
export function onEnter(s: PageState, a: Handed): PageState {
  const read = readDraft(s.draft);
  if (read.is === 'text') return onSubmitted(s, a, read.text);
  if (read.is === 'unclear') {
    if (s.slash.again === s.draft) return onSubmitted(s, a, s.draft);
    return { ...s, notice: read.why, slash: { ...s.slash, again: s.draft } };
  }
  const rest = withEmoji(read.rest, s.emoji);
  const isGood = rest === '' || checkText(rest).ok;
  return isGood ? onCommand(s, read.command, rest) : { ...s, notice: whyRefused(rest) };
}

/** In a thread it answers the first message, where it answers no other. */
function onSubmitted(s: PageState, a: Handed, typed: string): PageState {
  const text = withEmoji(typed, s.emoji);
  const isEmpty = text.trim() === '';
  if (isEmpty && s.attached.length === 0) return s;
  if (!isEmpty && !checkText(text).ok) return { ...s, notice: whyRefused(text) };
  const refusal = whyNotTaken(s);
  if (refusal !== undefined) return { ...s, notice: refusal };
  const files = s.attached.length > 0 && { files: s.attached.map(ownFile) };
  const isThread = s.side === 'thread';
  const replyTo = s.acts.answering ?? (isThread ? s.thread?.root : undefined);
  const answers = replyTo !== undefined && { replyTo };
  const submitted = [...s.submitted, { cid: a.cid, text: isEmpty ? '' : text, at: a.at, ...answers, ...files }];
  const done = {
    draft: '',
    pasted: undefined,
    notice: undefined,
    completing: undefined,
    isPreviewing: false,
  };
  const sent = { attached: [], submitted, held: undefined };
  const next = { ...s, ...done, ...sent, acts: { ...s.acts, answering: undefined } };
  return isThread ? toThreadEnd(next) : toLatest({ ...next, cursor: undefined });
}

/** A server or a room that takes nothing may never do so again: the text stays where it can be seen and copied. */
function whyNotTaken({ storage, room, attached }: PageState): string | undefined {
  if (attached.some(({ isReady }) => !isReady)) return t('Not sent. A file is still being copied.');
  if (room.closed !== undefined) return `${t('Not sent.')} ${room.closed}`;
  return storage?.state === 'readOnly' || storage?.state === 'damaged'
    ? `${t('Not sent.')} ${storage.text}`
    : undefined;
}

export function whyRefused(text: string): string {
  const size = textSize(text);
  const over = size.codePoints - LIMITS.textCodePoints;
  if (over > 0)
    return t('Too long by {0}: a message holds up to {1} characters.', numeral(over), numeral(LIMITS.textCodePoints));
  if (size.bytes > LIMITS.textBytes) return t('Too long: so many special characters do not fit into one message.');
  return t('This text holds a character that cannot be sent.');
}
