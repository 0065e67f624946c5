import { window, workspace } from 'vscode';
import { type Disposable, Emitter } from '../lifecycle';
import type { Log } from '../log';
import { issueLinkSetting } from '../settings';
import { checkIssueLink } from './issueLink';

/** Where the numbers of issues lead in this window. */
export class IssueLinks implements Disposable {
  readonly changed = new Emitter<undefined>();
  readonly #following: Disposable;

  constructor(log: Log) {
    const first = checkIssueLink(issueLinkSetting());
    if (!first.ok) log.warn('issue links are off', { reason: first.reason });
    this.#following = workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('alongside.issueLink')) return;
      const checked = checkIssueLink(issueLinkSetting());
      if (!checked.ok) void window.showWarningMessage(checked.reason);
      this.changed.fire(undefined);
    });
  }

  get template(): string | undefined {
    const checked = checkIssueLink(issueLinkSetting());
    return checked.ok ? checked.template : undefined;
  }

  dispose(): void {
    this.#following.dispose();
  }
}
