import { t } from '@vscode/l10n';
import { type TemplateResult, html } from 'lit';
import { icon } from './icon';
import { button } from './toolkit';

interface WayBack {
  /** To where. */
  readonly label: string;
  /** Where in the list this is. */
  readonly place: string;
  readonly stayLabel: string;
  readonly onBack: () => void;
  readonly onStay: () => void;
}

/** While one of the messages of a list is looked at. */
export const wayBack = ({ label, place, stayLabel, onBack, onStay }: WayBack): TemplateResult => html`
  <div class="way-back">
    ${button({
      look: 'secondary',
      content: html`<span class="way-back-content">${icon('arrow-left')}${label}</span>`,
      title: t('{0} (Escape)', label),
      onClick: onBack,
    })}
    <span class="way-back-place">${place}</span>
    ${button({ look: 'icon', label: stayLabel, title: stayLabel, content: icon('close'), onClick: onStay })}
  </div>
`;
