import { t } from '@vscode/l10n';
import { ProgressLocation, window } from 'vscode';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import type { Address } from '../connection/address';
import { remember } from '../join/recents';
import type { Disposable } from '../lifecycle';
import { tellEnding } from '../sentences';
import { goAlong } from './goAlong';
import { moveDetail, moveQuestion } from './moveWords';

const yes = (): string => t('Go There');

/**
 * Asks, once for each address, whether to go along with a server that says that it has moved. Nobody goes without a word, and
 * no server can pile questions up.
 */
export function tellOfMoves(app: App): Disposable {
  const asked = new Set<string>();
  let isAsking = false;
  return app.session.changed.on((event) => {
    const { chat } = app.session;
    const to = chat?.movedTo;
    if (event.kind !== 'storage' || !chat || !to || isAsking || asked.has(keyOf(chat, to))) return;
    asked.add(keyOf(chat, to));
    isAsking = true;
    void askOnce(app, chat, to).finally(() => (isAsking = false));
  });
}

const keyOf = ({ identity }: Chat, { url }: Address): string => `${identity.server} ${url}`;

async function askOnce(app: App, chat: Chat, to: Address): Promise<void> {
  if (await runsHere(app, chat)) return;
  const picked = await window.showWarningMessage(`${moveQuestion(to)} ${moveDetail(to)}`, yes());
  if (picked === yes()) await go(app, chat, to);
}

/** Whoever started it here, where it moved to, is taken there by that. */
async function runsHere({ server }: App, { identity }: Chat): Promise<boolean> {
  return (await server.running())?.server === identity.server && !(await server.hasMoved());
}

/** The same question, asked by the reader. */
export async function followMove(app: App): Promise<void> {
  const { chat } = app.session;
  const to = chat?.movedTo;
  if (!chat || !to) return;
  const options = { modal: true, detail: moveDetail(to) };
  if ((await window.showWarningMessage(moveQuestion(to), options, yes())) === yes()) await go(app, chat, to);
}

/** With the reader's consent: the chat goes on there, with what is not sent yet. */
export async function go(app: App, chat: Chat, to: Address): Promise<boolean> {
  const { session, enterPorts, memory } = app;
  const gone = await window.withProgress(
    { location: ProgressLocation.Notification, title: t('Going to {0}', to.shown), cancellable: true },
    (_progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return goAlong(chat, to, enterPorts, cancel.signal);
    },
  );
  if (!gone.ok) {
    void offerAgain(app, chat, to, tellEnding(gone.ending, to.shown).reason);
    return false;
  }
  if (session.chat !== chat) {
    gone.chat.dispose();
    return false;
  }
  remember(memory, gone.chat.address, gone.chat.identity.name);
  session.adopt(gone.chat);
  return true;
}

async function offerAgain(app: App, chat: Chat, to: Address, reason: string): Promise<void> {
  const again = t('Try Again');
  const picked = await window.showErrorMessage(`${reason} ${t('You are still at {0}.', chat.address.shown)}`, again);
  if (picked === again) await go(app, chat, to);
}
