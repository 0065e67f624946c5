import {
  type TextArea,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextArea,
} from '@vscode/webview-ui-toolkit';
import { type TemplateResult, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';

/** The only file that knows the control kit. Call before the window's load event: the kit takes its colours then. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextArea(), vsCodeProgressRing());
}

interface ButtonProps {
  readonly look: 'primary' | 'secondary' | 'icon';
  readonly onClick: () => void;
  readonly content: TemplateResult | string;
  readonly className?: string;
  /** The name, where the content is an icon only. */
  readonly label?: string;
  readonly title?: string;
  readonly tabIndex?: number;
}

export const button = (p: ButtonProps): TemplateResult => html`
  <vscode-button
    class="button button-${p.look} ${p.className ?? ''}"
    appearance=${p.look}
    aria-label=${p.label ?? nothing}
    title=${p.title ?? nothing}
    tabindex=${p.tabIndex ?? nothing}
    @click=${p.onClick}
    >${p.content}</vscode-button
  >
`;

interface TextAreaProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly invalid: boolean;
  readonly onInput: (text: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** The kit knows no direction of text; its inner element does. */
const setDirection = (element: Element | undefined): void => {
  (element as { readonly control?: HTMLTextAreaElement } | undefined)?.control?.setAttribute('dir', 'auto');
};

export const textArea = (p: TextAreaProps): TemplateResult => html`
  <vscode-text-area
    ${ref(setDirection)}
    class="textarea"
    rows="1"
    spellcheck
    aria-invalid=${p.invalid ? 'true' : nothing}
    placeholder=${p.placeholder}
    .value=${live(p.value)}
    @input=${(event: Event) => p.onInput((event.currentTarget as TextArea).value)}
    @keydown=${p.onKey}
    ><span class="spoken">${p.label}</span></vscode-text-area
  >
`;

export const spinner = (): TemplateResult =>
  html`<vscode-progress-ring class="spinner" aria-hidden="true"></vscode-progress-ring>`;
