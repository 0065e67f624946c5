import { type TemplateResult, html } from 'lit';

/** A sentence with something drawn in the place of `{0}`. */
export function phrase(text: string, drawn: unknown): TemplateResult {
  const [before = '', after = ''] = text.split('{0}');
  return html`${before}${drawn}${after}`;
}
