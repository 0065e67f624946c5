import { t } from '@vscode/l10n';
import { type TextEditor, env, languages, window, workspace } from 'vscode';
import type { PageToHost } from '../../webview/protocol/messages';
import type { Disposable } from '../lifecycle';

export type UsedCode = Pick<Extract<PageToHost, { kind: 'useCode' }>, 'act' | 'code' | 'language'>;

/** What the buttons of a code block do. It answers why it could not. */
export class CodeUser implements Disposable {
  /** The chat's own tab takes the place of the active one. */
  #last: TextEditor | undefined = window.activeTextEditor;
  readonly #following: Disposable;

  constructor() {
    this.#following = window.onDidChangeActiveTextEditor((editor) => (this.#last = editor ?? this.#last));
  }

  async use({ act, code, language }: UsedCode): Promise<string | undefined> {
    switch (act) {
      case 'copy':
        await env.clipboard.writeText(code);
        return undefined;
      case 'insert':
        return this.#insert(code);
      case 'open':
        return open(code, language);
      default:
        return act satisfies never;
    }
  }

  dispose(): void {
    this.#following.dispose();
  }

  /** Where the cursor was last, in a file that can still be seen. */
  async #insert(code: string): Promise<string | undefined> {
    const seen = window.visibleTextEditors.filter(({ document }) => document.uri.scheme !== 'output');
    const editor = seen.find((each) => each === this.#last) ?? seen[0];
    if (editor === undefined) return t('Not inserted. Open the file to insert it into, beside the chat.');
    const isDone = await editor.edit((edit) => editor.selections.forEach((each) => edit.replace(each, code)));
    if (!isDone) return t('Not inserted. The file could not be changed.');
    await window.showTextDocument(editor.document, { ...(editor.viewColumn && { viewColumn: editor.viewColumn }) });
    return undefined;
  }
}

/** As a new file, which nothing is done with before it is saved. */
async function open(code: string, wished: string): Promise<undefined> {
  const language = (await languages.getLanguages()).includes(wished) ? wished : 'plaintext';
  await window.showTextDocument(await workspace.openTextDocument({ content: code, language }));
}
