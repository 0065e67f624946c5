import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import type { Seq } from '../../server/protocol/ids';
import { type MessageRow, repliesText } from '../state/rows';
import type { Action } from '../state/model';
import type { Context } from './context';
import { icon } from './icon';

/** What can be done to a message, beside deleting it. Each has a key. */
interface Way {
  readonly name: string;
  readonly icon: string;
  readonly key: string;
  readonly isOn?: boolean;
  readonly action: (seq: Seq) => Action;
}

export function waysOf(row: MessageRow): readonly Way[] {
  const { allowed, text, pinned, resolved } = row;
  const flag =
    (name: 'pinned' | 'resolved', isOn: boolean) =>
    (seq: Seq): Action => ({
      kind: 'act',
      act: { do: 'flag', seq, flag: name, isOn },
    });
  return [
    ...(allowed.act ? [react(), answer()] : []),
    ...(allowed.edit ? [edit()] : []),
    ...(allowed.act ? [{ name: pinned ? t('Unpin') : t('Pin'), icon: pinned ? 'pinned' : 'pin', key: 'p', isOn: pinned, action: flag('pinned', !pinned) }] : []), // prettier-ignore
    ...(allowed.resolve ? [{ name: resolved ? t('Open the thread again') : t('Resolve the thread'), icon: resolved ? 'issue-reopened' : 'pass', key: 's', isOn: resolved, action: flag('resolved', !resolved) }] : []), // prettier-ignore
    ...(row.gone || text === '' ? [] : [copy(text)]),
  ];
}

const act =
  (what: 'reactWith' | 'answer' | 'edit') =>
  (seq: Seq): Action => ({ kind: 'act', act: { do: what, seq } });

const react = (): Way => ({ name: t('React'), icon: 'smiley', key: '+', action: act('reactWith') });
const answer = (): Way => ({ name: t('Reply'), icon: 'reply', key: 'r', action: act('answer') });
const edit = (): Way => ({ name: t('Edit'), icon: 'edit', key: 'e', action: act('edit') });
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
  const ways = waysOf(row);
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
          @click=${() => context.dispatch(way.action(seq))}
        >
          ${icon(way.icon)}
        </button>`,
    )}
  </div>`;
}

/** What was done to a message, for the eye: the row says it to who listens. */
export function marks(row: MessageRow, { calendar }: Context): TemplateResult | typeof nothing {
  const { editedAt, replies, resolved, pinned } = row;
  if (editedAt === undefined && replies === 0 && !resolved && !pinned) return nothing;
  return html`<span class="marks"
    >${pinned ? html`<span class="pinned-mark" title=${t('Pinned')}>${icon('pinned')}</span>` : nothing}${
      editedAt === undefined
        ? nothing
        : html`<span class="edited" title=${t('Edited {0}', calendar.full(editedAt))}>(${t('edited')})</span>`
    }${replies === 0 ? nothing : html`<span class="replies">${icon('comment-discussion')}${repliesText(replies)}</span>`}${
      resolved ? html`<span class="resolved">${icon('pass')}${t('Resolved')}</span>` : nothing
    }</span
  >`;
}
