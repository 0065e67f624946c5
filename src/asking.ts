import { window } from 'vscode';
import type { Result } from '../server/protocol/result';
import { whyRefused } from './sentences';

/** Asks before something is done that others notice or that cannot be undone; `detail` names what happens. */
export async function consents(question: string, detail: string, button: string): Promise<boolean> {
  return (await window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

/** Tells a person why what was asked for did not happen. Whether it did. */
export function told(result: Result<unknown>): boolean {
  if (!result.ok) void window.showErrorMessage(whyRefused(result.error.code));
  return result.ok;
}

/** The same, for a box that stays open until its text is good. */
export const outcome = <T>(result: Result<T>): { readonly picked: T } | { readonly wrong: string } =>
  result.ok ? { picked: result.value } : { wrong: whyRefused(result.error.code) };

/** A name or a topic that stands where the editor would draw icons. */
export const asLabel = (text: string): string => text.replaceAll('$(', '\\$(');
