import { t } from '@vscode/l10n';
import type { CodeAct } from '../../protocol/messages';
import { codePieces } from '../hidden';
import type { Code } from '../model';
import { element } from './nodes';

/** More lines than these are folded, to what is left of them. */
const FOLDED_FROM = 24;
const FOLDED_TO = 12;
/** A line that is as long as many. */
const LONG = 2_000;

export type UseCode = (act: CodeAct, code: Code) => void;

const ACTS: readonly (readonly [act: CodeAct, icon: string, label: () => string])[] = [
  ['copy', 'copy', () => t('Copy')],
  ['insert', 'insert', () => t('Insert at Cursor')],
  ['open', 'go-to-file', () => t('Open in Editor')],
];

/** Puts above and below a code block what can be done with it. */
export function addTools(block: HTMLElement, code: Code, use: UseCode): void {
  const label = element('span', { class: 'code-language', dir: 'auto' }, [code.language?.label ?? t('Code')]);
  const tools = ACTS.map(([act, icon, name]) => tool(icon, name(), () => use(act, code)));
  block.prepend(element('div', { class: 'code-head' }, [label, element('span', { class: 'code-tools' }, tools)]));
  if (codePieces(code.text).some(({ isHidden }) => isHidden)) block.firstElementChild?.after(warning());
  if (code.lines > FOLDED_FROM || code.text.length > LONG) fold(block, code);
}

function tool(icon: string, name: string, onClick: () => void): HTMLElement {
  const picture = element('span', { class: `codicon codicon-${icon}`, 'aria-hidden': 'true' });
  const button = element('button', { class: 'code-tool', type: 'button', 'aria-label': name, title: name }, [picture]);
  button.addEventListener('click', onClick);
  return button;
}

const warning = (): HTMLElement =>
  element('p', { class: 'code-warning' }, [
    element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' }),
    element('span', {}, [t('This code has hidden characters. They are shown in brackets.')]),
  ]);

function fold(block: HTMLElement, { lines }: Code): void {
  const button = element('button', { class: 'code-fold', type: 'button' });
  const show = (isFolded: boolean) => {
    block.classList.toggle('is-folded', isFolded);
    button.setAttribute('aria-expanded', String(!isFolded));
    button.textContent = !isFolded
      ? t('Show less')
      : lines > FOLDED_TO
        ? t('Show all {0} lines', lines)
        : t('Show all of it');
  };
  button.addEventListener('click', () => {
    show(!block.classList.contains('is-folded'));
    button.scrollIntoView({ block: 'nearest' });
  });
  block.append(button);
  show(true);
}
