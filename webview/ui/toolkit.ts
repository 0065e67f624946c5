import { t } from '@vscode/l10n';
import {
  type TextArea,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextArea,
} from '@vscode/webview-ui-toolkit';
import { type TemplateResult, html, nothing } from 'lit';

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
  /** The key that presses it, at its message. */
  readonly actKey?: string;
  /** Of one that opens something. */
  readonly expanded?: boolean;
}

export const button = (p: ButtonProps): TemplateResult => html`
  <vscode-button
    class="button button-${p.look} ${p.className ?? ''}"
    appearance=${p.look}
    aria-label=${p.label ?? nothing}
    title=${p.title ?? nothing}
    tabindex=${p.tabIndex ?? nothing}
    data-act=${p.actKey ?? nothing}
    aria-expanded=${p.expanded ?? nothing}
    @click=${p.onClick}
    >${p.content}</vscode-button
  >
`;

interface TextAreaProps {
  readonly label: string;
  readonly placeholder: string;
  readonly invalid: boolean;
  readonly onInput: (text: string, caret: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** It may stand elsewhere; undefined: nowhere any more. */
  readonly onCaret: (caret: number | undefined) => void;
}

const ID = 'writing';
/** By its id: a search by class would go through all messages before it, at every key. */
const writingArea = (): TextArea | null => document.getElementById(ID) as TextArea | null;

/**
 * Puts a text into the text area at once. The kit would do it a frame later, and what is typed until then would be typed
 * behind a text that is sent already. Its label too: the kit replaces what stands there when it starts. And the direction
 * of text, of which it knows nothing.
 */
export function fillTextArea(text: string): void {
  const element = writingArea();
  if (element === null) return;
  const label = labelOf(element);
  if (element.getAttribute('aria-label') !== label) element.setAttribute('aria-label', label);
  if (element.control.dir === '') element.control.dir = 'auto';
  if (element.control.value === text && element.value === text) return;
  element.value = text;
  element.control.value = text;
}

/** As in the editor: where a screen reader is used, it is told of the help. */
const labelOf = (element: TextArea): string => {
  const label = element.dataset['label'] ?? '';
  return document.body.classList.contains('vscode-using-screen-reader')
    ? t('{0}. Press Alt+F1 for help.', label)
    : label;
};

interface Typist {
  execCommand(command: 'delete'): boolean;
  execCommand(command: 'insertText', isShown: false, text: string): boolean;
}

/** Types in place of what is selected, or of a part of the text: this old way is the only one that can be undone. */
export function insertText(text: string, from?: number, to?: number): void {
  const control = writingArea()?.control;
  if (control === undefined) return;
  control.focus();
  if (from !== undefined) control.setSelectionRange(from, to ?? from);
  (document as Typist).execCommand('insertText', false, text);
}

/** Takes it away so that it can be undone. */
export function deleteText(from: number, to: number): void {
  const control = document.querySelector<TextArea>('.textarea')?.control;
  if (control === undefined) return;
  control.focus();
  control.setSelectionRange(from, to);
  (document as Typist).execCommand('delete');
}

/** What stands in the text area, and what of it is selected. */
export function writing(): { readonly text: string; readonly from: number; readonly to: number } | undefined {
  const control = writingArea()?.control;
  return control && { text: control.value, from: control.selectionStart, to: control.selectionEnd };
}

export const selectText = (from: number, to: number): void => writingArea()?.control.setSelectionRange(from, to);

const caretOf = (event: Event): number => (event.currentTarget as TextArea).control.selectionEnd;

/** Of the list that completes the text, and of what is chosen in it. */
export const OFFERS = { list: 'offers', chosen: 'offer-chosen' } as const;

/** Tells who listens of that list: its control is in another tree, where no id reaches. */
export function describeCompletion(): void {
  const list = document.getElementById(OFFERS.list);
  const control = writingArea()?.control;
  if (control === undefined) return;
  control.ariaAutoComplete = 'list';
  control.ariaHasPopup = 'listbox';
  control.ariaControlsElements = list === null ? null : [list];
  control.ariaActiveDescendantElement = document.getElementById(OFFERS.chosen);
}

export const textArea = (p: TextAreaProps): TemplateResult => html`
  <vscode-text-area
    id=${ID}
    class="textarea"
    rows="1"
    spellcheck
    data-label=${p.label}
    aria-invalid=${p.invalid ? 'true' : nothing}
    placeholder=${p.placeholder}
    @input=${(event: Event) => {
      const { value, control } = event.currentTarget as TextArea;
      p.onInput(value, control.selectionEnd);
    }}
    @keydown=${p.onKey}
    @keyup=${(event: Event) => p.onCaret(caretOf(event))}
    @click=${(event: Event) => p.onCaret(caretOf(event))}
    @blur=${() => p.onCaret(undefined)}
  ></vscode-text-area>
`;

export const spinner = (): TemplateResult =>
  html`<vscode-progress-ring class="spinner" aria-hidden="true"></vscode-progress-ring>`;
