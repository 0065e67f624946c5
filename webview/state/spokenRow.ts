import { t } from '@vscode/l10n';
import { plural } from '../protocol/language';
import { spokenText } from '../text/spoken';
import type { ShownReaction } from './acts';
import type { Calendar } from './calendar';
import { spokenFile } from './files';
import type { MessageRow, Row, Status } from './rows';

const STATUS_WORDS: Readonly<Record<Status, () => string>> = {
  stored: () => t('stored'),
  sending: () => t('sending'),
  waiting: () => t('waiting for connection'),
  failed: () => t('not sent'),
  gone: () => t('not on the server any more'),
};
export function statusText(status: Status, reason: string | undefined): string {
  if (reason === undefined) return STATUS_WORDS[status]();
  return `${status === 'waiting' ? t('waiting') : STATUS_WORDS[status]()}: ${reason}`;
}

/** What was done to it. */
function spokenActs({ editedAt, reactions, replies, resolved, pinned }: MessageRow): string {
  return [
    ...(editedAt === undefined ? [] : [t('edited')]),
    ...reactions.map(reactionText),
    ...(replies === 0 ? [] : [repliesText(replies)]),
    ...(resolved ? [t('resolved')] : []),
    ...(pinned ? [t('pinned')] : []),
  ]
    .map((said) => `, ${said}`)
    .join('');
}

export const reactionText = ({ emoji, count, names }: ShownReaction): string => `${emoji}, ${count}: ${names}`;
export const repliesText = (count: number): string => plural(count, t('1 reply'), t('{0} replies', count));

const SPOKEN_TEXT = 1_000;

/** What a screen reader says when the row gets the focus. */
export function spoken(row: Row, calendar: Calendar): string {
  if (row.kind === 'arrival') return `${row.text} ${calendar.time(row.at)}`;
  if (row.kind !== 'message') return '';
  const whole = [row.gone ? row.text : spokenText(row.text), ...row.files.map(spokenFile)].join(' ').trim();
  const text = whole.length > SPOKEN_TEXT ? `${whole.slice(0, SPOKEN_TEXT)}…` : whole;
  const status = row.status === undefined ? '' : `, ${statusText(row.status, row.reason)}`;
  const to = [
    ...(row.quote ? [t('answers {0}', row.quote.name ?? t('a message from before'))] : []),
    ...(row.toMe ? [t('mentions you')] : []),
  ].map((said) => `${said}: `);
  const who = row.mine ? t('You') : row.name || t('Unknown');
  return `${who}, ${calendar.time(row.at)}, ${to.join('')}${text}${spokenActs(row)}${status}`;
}
