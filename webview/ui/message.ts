import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import type { Cid } from '../../server/protocol/ids';
import { hueOf, initials } from '../state/avatar';
import { isEmojiAlone } from '../state/emoji';
import type { PlaceLink } from '../protocol/placeLinks';
import { placeName } from '../state/linkable';
import { type MessageRow, type Row, type Status, linkedVersion } from '../state/rows';
import { spoken, statusText } from '../state/spokenRow';
import { formatted } from '../text/draw/formatted';
import { marks, toolbar } from './acts';
import type { Context } from './context';
import { filesOf, sendingFiles } from './files';
import { icon } from './icon';
import { followed, menuOf } from './links';
import { quote } from './quote';
import { reactions } from './reactions';
import { button } from './toolkit';

const STATUS_ICONS: Readonly<Record<Status, string>> = {
  stored: 'check',
  sending: 'loading',
  waiting: 'clockface',
  failed: 'error',
  gone: 'warning',
};

const STATUS_TITLES: Readonly<Record<Status, () => string>> = {
  stored: () => t('Stored on the server'),
  sending: () => t('Sending…'),
  waiting: () => t('Waiting for connection'),
  failed: () => t('Not sent'),
  gone: () => t('Not on the server any more'),
};

const mark = (status: Status, reason: string | undefined): TemplateResult => html`
  <span
    class="mark mark-${status}"
    title=${status === 'waiting' && reason !== undefined ? t('Waiting') : STATUS_TITLES[status]()}
    >${icon(STATUS_ICONS[status], status === 'sending' ? 'codicon-modifier-spin' : '')}</span
  >
`;

/** What can be done about a message, and how that is called. */
const WAYS_OUT = {
  failed: () => [t('Retry'), t('Delete')] as const,
  gone: () => [t('Send again'), t('Remove')] as const,
};

const trouble = (
  status: keyof typeof WAYS_OUT,
  cid: Cid,
  { reason, isCursor }: { readonly reason: string | undefined; readonly isCursor: boolean },
  { dispatch }: Context,
): TemplateResult => {
  const tabIndex = isCursor ? 0 : -1;
  const [again, away] = WAYS_OUT[status]();
  return html`
    <div class="below below-${status}">
      <span class="below-text">${capital(statusText(status, reason))}</span>
      ${button({
        look: 'secondary',
        className: 'retry small',
        tabIndex,
        content: again,
        onClick: () => dispatch({ kind: 'retried', cid }),
      })}
      ${button({
        look: 'secondary',
        className: 'delete small',
        tabIndex,
        content: away,
        onClick: () => dispatch({ kind: 'discarded', cid }),
      })}
    </div>
  `;
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const undo = ({ cid }: MessageRow, isCursor: boolean, { dispatch }: Context): TemplateResult | typeof nothing =>
  cid === undefined
    ? nothing
    : html`<div class="below">
        ${button({
          look: 'secondary',
          className: 'undo small',
          title: t('Undo the deletion (Z)'),
          actKey: 'z',
          tabIndex: isCursor ? 0 : -1,
          content: t('Undo'),
          onClick: () => dispatch({ kind: 'deleteUndone', cid }),
        })}
      </div>`;

function below(row: MessageRow, isCursor: boolean, context: Context): TemplateResult | typeof nothing {
  if (row.undoable) return undo(row, isCursor, context);
  if (row.status === 'waiting') return html`<div class="below">${capital(statusText('waiting', row.reason))}</div>`;
  if ((row.status === 'failed' || row.status === 'gone') && row.cid !== undefined)
    return trouble(row.status, row.cid, { reason: row.reason, isCursor }, context);
  return nothing;
}

/** Of every own message, and where the reader looks after the room of every one: plain, for there are hundreds of them. */
const deletion = (row: MessageRow, isCursor: boolean, { side, dispatch }: Context): TemplateResult | typeof nothing => {
  const { seq } = row;
  if (!row.allowed.delete || seq === undefined) return nothing;
  return html`<span class="delete-place"
    ><button
      type="button"
      class="delete-message"
      aria-label=${t('Delete message')}
      title=${t('Delete message (Delete)')}
      tabindex=${isCursor ? '0' : '-1'}
      @click=${() => dispatch({ kind: 'deleteAsked', seq, side })}
    >
      ${icon('trash')}
    </button></span
  >`;
};

const time = (row: MessageRow, { calendar }: Context): TemplateResult =>
  html`<time class="time" datetime=${iso(row.at)} title=${calendar.full(row.at)}>${calendar.time(row.at)}</time>`;

const iso = (at: number): string => new Date(at).toISOString();

/** For the eye: the name stands beside it. */
const avatar = ({ name, author }: MessageRow): TemplateResult =>
  html`<span class="avatar avatar-${hueOf(author ?? name)}" aria-hidden="true">${initials(name)}</span>`;

/** The name leads to a conversation with whom it names, where that is somebody else and another room. */
function name(row: MessageRow, isCursor: boolean, { dispatch, isDirect }: Context): TemplateResult {
  const { author, mine } = row;
  const shown = mine ? t('You') : row.name || t('Unknown');
  if (mine || author === undefined || isDirect) return html`<span class="name" dir="auto">${shown}</span>`;
  return html`<button
    type="button"
    class="name name-button"
    dir="auto"
    title=${t('Message {0}', shown)}
    tabindex=${isCursor ? '0' : '-1'}
    @click=${() => dispatch({ kind: 'directAsked', member: author })}
  >
    ${shown}
  </button>`;
}

const text = (row: MessageRow, isCursor: boolean, context: Context): unknown => {
  const { myName, linkable, dispatch, colour } = context;
  return row.gone
    ? row.text
    : formatted(row.text, {
        myName: row.toMe ? myName : '',
        linkable,
        named: linkedVersion(row.linked),
        nameOf: (place) => placeName(place, linkable, saidAt(place, row, context)),
        isCursor,
        colour,
        follow: (lead) => dispatch(followed(lead, linkable)),
        useCode: (act, { text: code, language }) =>
          dispatch({ kind: 'codeUsed', act, code, language: language?.id ?? '' }),
      });
};

/** Of the message that a link leads to. */
function saidAt({ room, seq }: PlaceLink, { linked }: MessageRow, context: Context) {
  const said = room === context.room ? linked.find((one) => one.seq === seq) : undefined;
  return said && { name: said.name, time: context.calendar.time(said.at) };
}

/** Without a space in between: each would be seen. */
function content(row: MessageRow, isCursor: boolean, context: Context): TemplateResult {
  const [above, below] = [quote(row, isCursor, context), marks(row, isCursor, context)];
  return html`${above}${text(row, isCursor, context)}${filesOf(row, isCursor, context)}${below}`;
}

function message(row: MessageRow, isCursor: boolean, context: Context): TemplateResult {
  const looks = [
    row.mine ? 'mine' : 'theirs',
    row.leads ? 'leads' : 'follows',
    row.status === undefined ? '' : `is-${row.status}`,
    row.gone ? 'is-tombstone' : '',
    row.toMe ? 'is-to-me' : '',
    isEmojiAlone(row.text) ? 'is-emoji' : '',
    row.allowed.delete ? 'is-deletable' : '',
    row.resolved ? 'is-resolved' : '',
  ];
  return html`
    <div
      class="row message ${looks.filter((look) => look !== '').join(' ')}"
      role="article"
      data-key=${row.key}
      data-seq=${row.seq ?? nothing}
      data-vscode-context=${row.seq === undefined ? nothing : menuOf(row.seq, row.allowed)}
      tabindex=${isCursor ? '0' : '-1'}
      aria-label=${spoken(row, context.calendar)}
    >
      ${row.leads && !row.mine ? avatar(row) : nothing}
      ${row.leads ? html`<div class="meta">${name(row, isCursor, context)}${time(row, context)}</div>` : nothing}
      <div class="line">
        <div class="bubble">${content(row, isCursor, context)}</div>
        ${deletion(row, isCursor, context)} ${row.leads ? nothing : time(row, context)}
        ${row.status === undefined ? nothing : mark(row.status, row.reason)}
      </div>
      ${reactions(row, isCursor, context)} ${below(row, isCursor, context)} ${sendingFiles(row, isCursor, context)}
      ${isCursor || row.key === context.hovered ? toolbar(row, context) : nothing}
    </div>
  `;
}

export const messageRow = (
  row: Extract<Row, { kind: 'message' | 'arrival' }>,
  isCursor: boolean,
  context: Context,
): TemplateResult =>
  row.kind === 'message'
    ? message(row, isCursor, context)
    : html`<div
        class="row arrival"
        role="article"
        data-key=${row.key}
        data-seq=${row.seq}
        tabindex=${isCursor ? '0' : '-1'}
        aria-label=${spoken(row, context.calendar)}
      >
        <span class="arrival-text" dir="auto" title=${context.calendar.full(row.at)}>${row.text}</span>
      </div>`;
