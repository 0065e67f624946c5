import { t } from '@vscode/l10n';
import { type QuickPickItem, QuickInputButtons, type QuickInput, QuickPickItemKind, window } from 'vscode';
import type { Disposable } from './lifecycle';

/** What a step of a flow came to. */
export type Step<T> = { readonly picked: T } | 'back' | 'cancelled';

/** A heading has no value. */
export interface Choice<T> extends QuickPickItem {
  readonly value?: T;
}

export const heading = (label: string): Choice<never> => ({ label, kind: QuickPickItemKind.Separator });

interface Picking {
  readonly title: string;
  readonly placeholder: string;
  /** What may be chosen by what stands beside the label, too. */
  readonly matchesAll?: boolean;
}

/** Shown at once; the choices come when they are known. */
export async function pick<T>(picking: Picking, choices: Awaitable<readonly Choice<T>[]>): Promise<Step<T>> {
  const picker = choosing<T>(picking, choices);
  return run<T>(picker, (finish) => [
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item?.value !== undefined) finish({ picked: item.value });
    }),
  ]);
}

/** At least one of them. */
export async function pickMany<T>(
  picking: Picking,
  choices: Awaitable<readonly Choice<T>[]>,
): Promise<Step<readonly T[]>> {
  const picker = choosing<T>(picking, choices);
  picker.canSelectMany = true;
  return run<readonly T[]>(picker, (finish) => [
    picker.onDidAccept(() => {
      const picked = picker.selectedItems.flatMap(({ value }) => value ?? []);
      if (picked.length > 0) finish({ picked });
    }),
  ]);
}

type Awaitable<T> = T | Promise<T>;

function choosing<T>({ title, placeholder, matchesAll = false }: Picking, choices: Awaitable<readonly Choice<T>[]>) {
  const picker = window.createQuickPick<Choice<T>>();
  const matching = { matchOnDescription: matchesAll, matchOnDetail: matchesAll };
  Object.assign(picker, { title, placeholder, ignoreFocusOut: true, busy: true, ...matching });
  const fill = (items: readonly Choice<T>[]) => Object.assign(picker, { items, busy: false });
  if (choices instanceof Promise) void choices.then(fill);
  else fill(choices);
  return picker;
}

interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly hasBack?: boolean;
  /** What stands in place of the prompt while the value is tried. */
  readonly trying?: string;
  /** What is wrong with a value as it is typed. */
  readonly check?: (value: string) => string | undefined;
}

/** What becomes of an accepted value: it ends the step, or the sentence says what to type instead. */
export type Accept<T> = (
  value: string,
  signal: AbortSignal,
) => Promise<{ readonly picked: T } | { readonly wrong: string }>;

/** The box stays while the value is tried, so that Escape cancels the trial and a refused value can be mended. */
export async function ask<T>(question: Question, accept: Accept<T>): Promise<Step<T>> {
  const box = window.createInputBox();
  const { title, prompt, value, placeholder, hasBack, trying = t('One moment…'), check = () => undefined } = question;
  Object.assign(box, { title, prompt, value, placeholder, ignoreFocusOut: true });
  if (hasBack) box.buttons = [QuickInputButtons.Back];
  const cancel = new AbortController();
  const show = (wrong: string | undefined) => (box.validationMessage = wrong);
  return run<T>(box, (finish) => [
    { dispose: () => cancel.abort() },
    box.onDidTriggerButton(() => finish('back')),
    box.onDidChangeValue((typed) => show(check(typed))),
    box.onDidAccept(async () => {
      const typed = box.value;
      if (box.busy || show(check(typed)) !== undefined) return;
      Object.assign(box, { busy: true, prompt: trying });
      const outcome = await accept(typed, cancel.signal);
      if (cancel.signal.aborted) return;
      if ('picked' in outcome) return finish(outcome);
      Object.assign(box, { busy: false, prompt });
      show(outcome.wrong);
    }),
  ]);
}

async function run<T>(
  input: QuickInput,
  start: (finish: (step: Step<T>) => void) => readonly Disposable[],
): Promise<Step<T>> {
  const { promise, resolve } = Promise.withResolvers<Step<T>>();
  const listeners = [...start(resolve), input.onDidHide(() => resolve('cancelled'))];
  input.show();
  const step = await promise;
  for (const listener of listeners) listener.dispose();
  input.dispose();
  return step;
}
