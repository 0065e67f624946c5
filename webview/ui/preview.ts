import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { withEmoji } from '../state/complete';
import type { PlaceLink } from '../protocol/placeLinks';
import { placeName } from '../state/linkable';
import type { PageState } from '../state/model';
import { formatted } from '../text/draw/formatted';
import type { Lead } from '../text/draw/tree';
import type { Context } from './context';
import { followed } from './links';

/** Without any of these a text looks as it is typed. */
const MARKS = /[*_~`#>|[\]\\]|^\s*(?:[-+]|\d+[.)]) |https?:|:\/\/alongside|:\w+:|^---/m;

const isWorthIt = ({ draft }: PageState): boolean => MARKS.test(draft);

/** What the text will look like, above it. */
function text(s: PageState, { dispatch, colour }: Context): TemplateResult {
  const look = {
    myName: '',
    linkable: s.linkable,
    named: '',
    nameOf: (place: PlaceLink) => placeName(place, s.linkable),
    isCursor: true,
    colour,
    follow: (lead: Lead) => dispatch(followed(lead, s.linkable)),
    useCode: () => undefined,
  };
  return html`<div class="preview" role="region" aria-label=${t('Preview')} tabindex="0" dir="auto">
    ${formatted(withEmoji(s.draft, s.emoji), look)}
  </div>`;
}

/** Offered where a text has something that looks otherwise than it is typed. */
export function preview(s: PageState, context: Context): TemplateResult | typeof nothing {
  if (!isWorthIt(s)) return nothing;
  const toggle = () => context.dispatch({ kind: 'previewed' });
  return html`
    ${s.isPreviewing ? text(s, context) : nothing}
    <button type="button" class="preview-toggle" aria-expanded=${s.isPreviewing ? 'true' : 'false'} @click=${toggle}>
      ${s.isPreviewing ? t('Hide preview') : t('Preview')}
    </button>
  `;
}
