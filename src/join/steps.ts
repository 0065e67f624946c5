import { type QuickPickItem, QuickInputButtons, type QuickInput, window } from 'vscode';
import type { Disposable } from '../lifecycle';

/** What a step of a flow came to. */
export type Step<T> = { readonly picked: T } | 'back' | 'cancelled';

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** Shown at once; the choices come when they are known. */
export async function pick<T>(title: string, choices: Promise<readonly Choice<T>[]>): Promise<Step<T>> {
  const picker = window.createQuickPick<Choice<T>>();
  Object.assign(picker, { title, ignoreFocusOut: true, busy: true, placeholder: 'Which server?' });
  return run<T>(picker, (finish) => {
    void choices.then((items) => {
      picker.items = items;
      picker.busy = false;
    });
    return [
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item) finish({ picked: item.value });
      }),
    ];
  });
}

interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly hasBack: boolean;
  /** What is wrong with a value as it is typed. */
  readonly check: (value: string) => string | undefined;
}

/** What becomes of an accepted value: it ends the step, or the sentence says what to type instead. */
export type Accept<T> = (
  value: string,
  signal: AbortSignal,
) => Promise<{ readonly picked: T } | { readonly wrong: string }>;

/** The box stays while the value is tried, so that Escape cancels the trial and a refused value can be mended. */
export async function ask<T>(question: Question, accept: Accept<T>): Promise<Step<T>> {
  const box = window.createInputBox();
  const { title, prompt, value, placeholder, hasBack, check } = question;
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
      Object.assign(box, { busy: true, prompt: 'Connecting… Escape cancels.' });
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
