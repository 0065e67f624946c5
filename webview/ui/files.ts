import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { sizeIn } from '../protocol/language';
import type { Attached, FileAct } from '../protocol/files';
import { type ShownFile, pictureOf, spokenFile } from '../state/files';
import type { MessageRow } from '../state/rows';
import type { Context } from './context';
import { icon } from './icon';
import { button } from './toolkit';

/** What can be done with a file where it stands. */
interface Use {
  readonly tabIndex: string;
  readonly seq: number | undefined;
  readonly act: (act: FileAct) => void;
}

const plain = (className: string, label: string, content: unknown, use: Use & { readonly click: FileAct }) => html`
  <button
    type="button"
    class="file-act ${className}"
    aria-label=${label}
    title=${label}
    tabindex=${use.tabIndex}
    @click=${() => use.act(use.click)}
  >
    ${content}
  </button>
`;

/** Its place is kept before it is there: nothing moves when it comes. */
function picture(file: ShownFile, use: Use): TemplateResult | typeof nothing {
  if (!file.isPicture || file.state?.at === 'failed') return nothing;
  const { width, height } = file.box;
  const shown = pictureOf(file.state);
  if (!shown)
    return html`<canvas
      class="picture-place"
      width=${width}
      height=${height}
      data-file=${file.key}
      data-seq=${use.seq ?? nothing}
      aria-hidden="true"
    ></canvas>`;
  const image = html`<img
    class="picture"
    src=${shown.url}
    alt=${file.name}
    width=${width}
    height=${height}
    decoding="async"
    draggable="false"
  />`;
  if (!file.ref) return image;
  return plain('picture-button', t('Open {0}', spokenFile(file)), image, { ...use, click: 'open' });
}

const percent = (have: number, size: number): number => (size === 0 ? 100 : Math.floor((100 * have) / size));

const progress = (label: string, value: number): TemplateResult =>
  html`<progress class="progress" aria-label=${label} max="100" .value=${value}></progress
    ><span class="percent" aria-hidden="true">${value} %</span>`;

function acts(file: ShownFile, use: Use): TemplateResult | typeof nothing {
  const { ref, name, state } = file;
  if (!ref) return nothing;
  if (state?.at === 'coming')
    return html`<span class="file-coming"
      >${progress(t('Loading {0}', name), percent(state.have, ref.size))}
      ${plain('cancel', t('Cancel loading {0}', name), icon('close'), { ...use, click: 'cancel' })}</span
    >`;
  return html`<span class="file-acts">
    ${plain('download', t('Download {0}', name), icon('cloud-download'), { ...use, click: 'save' })}
    ${file.isOpenable ? plain('open', t('Open {0}', name), icon('go-to-file'), { ...use, click: 'open' }) : nothing}
  </span>`;
}

/** A picture that did not come is asked for again here; of all others the buttons stand below. */
const failure = ({ state, isPicture, name }: ShownFile, use: Use): TemplateResult | typeof nothing =>
  state?.at === 'failed'
    ? html`<div class="file-failed">
        ${icon('error')}<span role="alert">${state.reason}</span>
        ${isPicture ? plain('try-again', t('Try again to show {0}', name), t('Try again'), { ...use, click: 'show' }) : nothing}
      </div>`
    : nothing;

const card = (file: ShownFile, use: Use): TemplateResult => html`
  <div class="file ${file.isPicture ? 'has-picture' : ''}" role="group" aria-label=${spokenFile(file)}>
    ${picture(file, use)} ${failure(file, use)}
    <div class="file-line">
      ${icon(file.isPicture ? 'file-media' : 'file')}
      <span class="file-text">
        <span class="file-name" dir="auto" title=${file.name}>${file.name}</span>
        <span class="file-size">${file.size}</span>
      </span>
      ${acts(file, use)}
    </div>
  </div>
`;

/** What a message carries. */
export function filesOf(row: MessageRow, isCursor: boolean, { dispatch }: Context): unknown {
  const { seq, files } = row;
  if (files.length === 0) return nothing;
  const used = (file: ShownFile): Use => ({
    tabIndex: isCursor ? '0' : '-1',
    seq,
    act: (act) => {
      if (file.ref && seq !== undefined) dispatch({ kind: 'fileUsed', act, seq, file: file.ref });
    },
  });
  const cards = repeat(
    files,
    ({ key }) => key,
    (file) => card(file, used(file)),
  );
  return html`<div class="files" dir="ltr">${cards}</div>`;
}

/** How far the files of a message are that is on its way, and how to take it back. */
export function sendingFiles(row: MessageRow, isCursor: boolean, { dispatch }: Context): unknown {
  const { sent, cid } = row;
  if (sent === undefined || cid === undefined) return nothing;
  return html`<div class="below sending-files">
    ${progress(t('Sending files'), Math.round(100 * sent))}
    ${button({
      look: 'secondary',
      className: 'cancel-sending small',
      tabIndex: isCursor ? 0 : -1,
      content: t('Cancel'),
      onClick: () => dispatch({ kind: 'discarded', cid }),
    })}
  </div>`;
}

const chip = (
  { id, name, size, have, isReady, picture: shown }: Attached,
  { dispatch }: Context,
): TemplateResult => html`
  <li class="chip">
    ${
      shown
        ? html`<img class="chip-picture" src=${shown.url} alt="" width="32" height="32" draggable="false" />`
        : html`<span class="chip-icon">${icon('file')}</span>`
    }
    <span class="chip-text">
      <span class="chip-name" dir="auto" title=${name}>${name}</span>
      ${
        isReady
          ? html`<span class="chip-size">${sizeIn(size)}</span>`
          : html`<span class="chip-size">${progress(t('Copying {0}', name), percent(have, size))}</span>`
      }
    </span>
    <button
      type="button"
      class="file-act chip-remove"
      aria-label=${t('Remove {0}', name)}
      title=${t('Remove {0}', name)}
      @click=${() => dispatch({ kind: 'detached', id })}
    >
      ${icon('close')}
    </button>
  </li>
`;

/** What goes with the next message. */
export const chips = (attached: readonly Attached[], context: Context): TemplateResult | typeof nothing =>
  attached.length === 0
    ? nothing
    : html`<ul class="chips" aria-label=${t('Files of the next message')}>
        ${repeat(
          attached,
          ({ id }) => id,
          (file) => chip(file, context),
        )}
      </ul>`;
