import { type TemplateResult, html } from 'lit';

/** A codicon. Always beside a text or in something that has a name. */
export const icon = (name: string, extra = ''): TemplateResult =>
  html`<span class="codicon codicon-${name} ${extra}" aria-hidden="true"></span>`;
