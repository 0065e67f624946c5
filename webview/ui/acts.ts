import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import type { Seq } from '../../server/protocol/ids';
import type { Side } from '../state/composing';
import type { MessageRow } from '../state/rows';
import { repliesText } from '../state/spokenRow';
import type { CursorAct } from '../protocol/messages';
import type { Action } from '../state/model';
import type { Context } from './context';
import { icon } from './icon';

/** What can be done to a message, beside deleting it. Each has a key. */
interface Way {
  readonly name: string;
  readonly icon: string;
  readonly key: string;
  readonly isOn?: boolean;
  readonly action: (seq: Seq, side: Side) => Action;
}

export function waysOf(row: MessageRow, side: Side): readonly Way[] {
  const { allowed, text, pinned, resolved } = row;
  const flag =
    (name: 'pinned' | 'resolved', isOn: boolean) =>
    (seq: Seq): Action => ({
      kind: 'act',
      act: { do: 'flag', seq, flag: name, isOn },
    });
  return [
    ...(allowed.act ? [react(), answer()] : []),
    ...(side === 'room' && hasThread(row) ? [openThread()] : []),
    ...(allowed.edit ? [edit()] : []),
    ...(allowed.act ? [{ name: pinned ? t('Unpin') : t('Pin'), icon: pinned ? 'pinned' : 'pin', key: 'p', isOn: pinned, action: flag('pinned', !pinned) }] : []), // prettier-ignore
    ...(allowed.resolve ? [{ name: resolved ? t('Open the thread again') : t('Resolve the thread'), icon: resolved ? 'issue-reopened' : 'pass', key: 's', isOn: resolved, action: flag('resolved', !resolved) }] : []), // prettier-ignore
    ...(allowed.markUnread && side === 'room' ? [markUnread()] : []),
    ...(row.gone ? [] : [copyLink()]),
    ...(row.gone || text === '' ? [] : [copy(text)]),
  ];
}

const act =
  (what: 'reactWith' | 'answer' | 'edit' | CursorAct) =>
  (seq: Seq, side: Side): Action => ({ kind: 'act', act: { do: what, seq, side } });

/** Also one that nobody has answered yet, where it may be. */
const hasThread = ({ allowed, replies, quote }: MessageRow): boolean =>
  allowed.act || replies > 0 || quote !== undefined;

const react = (): Way => ({ name: t('React'), icon: 'smiley', key: '+', action: act('reactWith') });
const answer = (): Way => ({ name: t('Reply'), icon: 'reply', key: 'r', action: act('answer') });
const edit = (): Way => ({ name: t('Edit'), icon: 'edit', key: 'e', action: act('edit') });
const openThread = (): Way => ({
  name: t('Thread'),
  icon: 'comment-discussion',
  key: 't',
  action: (seq) => ({ kind: 'threadAct', act: { do: 'open', seq } }),
});
const markUnread = (): Way => ({
  name: t('Mark unread from here'),
  icon: 'circle-filled',
  key: 'u',
  action: act('markUnread'),
});
const copyLink = (): Way => ({ name: t('Copy link'), icon: 'link', key: 'l', action: act('copyLink') });
const copy = (code: string): Way => ({
  name: t('Copy text'),
  icon: 'copy',
  key: 'c',
  action: () => ({ kind: 'codeUsed', act: 'copy', code, language: '' }),
});

/**
 * Only of the row under the pointer, and of the one that Tab reaches: there are hundreds of rows. Enter leads from the row
 * to its buttons.
 */
export function toolbar(row: MessageRow, context: Context): TemplateResult | typeof nothing {
  const { seq } = row;
  if (seq === undefined) return nothing;
  const ways = waysOf(row, context.side);
  if (ways.length === 0) return nothing;
  return html`<div class="acts" role="toolbar" aria-label=${t('What can be done to this message')}>
    ${ways.map(
      (way) =>
        html`<button
          type="button"
          class="act"
          aria-label=${way.name}
          title="${way.name} (${way.key.toUpperCase()})"
          data-act=${way.key}
          tabindex="-1"
          @click=${() => context.dispatch(way.action(seq, context.side))}
        >
          ${icon(way.icon)}
        </button>`,
    )}
  </div>`;
}

/** The way into the thread. */
const repliesMark = ({ seq, replies }: MessageRow, isCursor: boolean, dispatch: Context['dispatch']) =>
  html`<button
    type="button"
    class="replies"
    title=${t('Open the thread (T)')}
    tabindex=${isCursor ? '0' : '-1'}
    @click=${() => {
      if (seq !== undefined) dispatch({ kind: 'threadAct', act: { do: 'open', seq } });
    }}
  >
    ${icon('comment-discussion')}${repliesText(replies)}
  </button>`;

/** What was done to a message, for the eye: the row says it to who listens. */
export function marks(
  row: MessageRow,
  isCursor: boolean,
  { calendar, side, dispatch }: Context,
): TemplateResult | typeof nothing {
  const { editedAt, replies, resolved, pinned } = row;
  if (editedAt === undefined && replies === 0 && !resolved && !pinned) return nothing;
  return html`<span class="marks"
    >${pinned ? html`<span class="pinned-mark" title=${t('Pinned')}>${icon('pinned')}</span>` : nothing}${
      editedAt === undefined
        ? nothing
        : html`<span class="edited" title=${t('Edited {0}', calendar.full(editedAt))}>(${t('edited')})</span>`
    }${replies === 0 || side === 'thread' ? nothing : repliesMark(row, isCursor, dispatch)}${
      resolved ? html`<span class="resolved">${icon('pass')}${t('Resolved')}</span>` : nothing
    }</span
  >`;
}
