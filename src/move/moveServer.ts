import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { t } from '@vscode/l10n';
import { ProgressLocation, Uri, env, window } from 'vscode';
import type { App } from '../app';
import { consents } from '../asking';
import type { Chat } from '../chat/chat';
import { runServer } from '../serverHost/runServer';
import { type Choice, ask, pick } from '../steps';
import { passphraseDetail, whatMoves } from './moveWords';
import { parsePlace, wrongPlace } from './newPlace';

const titleText = (): string => t('Team Chat: Move Server');

type Act = 'tell' | 'write' | 'cancel';

/** Puts the server of this computer into a file that another computer goes on with; later, says where it does. */
export async function moveServer(app: App): Promise<void> {
  const { chat } = app.session;
  const lease = await app.server.running();
  if (!chat || lease?.server !== chat.identity.server) return;
  if (!(await app.server.hasMoved())) return begin(app);
  const step = await pick<Act>({ title: titleText(), placeholder: t('The server is moving already') }, acts());
  if (typeof step !== 'object') return;
  if (step.picked === 'tell') await tellWhere(chat);
  else if (step.picked === 'write') await write(app);
  else await cancel(app);
}

const acts = (): readonly Choice<Act>[] => [
  {
    label: `$(arrow-swap) ${t('Say Where It Goes On…')}`,
    detail: t('Everybody who is here is asked to go there'),
    value: 'tell',
  },
  {
    label: `$(file-binary) ${t('Write the File Once More…')}`,
    detail: t('With another passphrase'),
    value: 'write',
  },
  { label: `$(discard) ${t('Go On Here…')}`, detail: t('Takes the move back'), value: 'cancel' },
];

async function begin(app: App): Promise<void> {
  if (await consents(t('Move the server to another computer?'), whatMoves(), t('Choose Where to Save…')))
    await write(app);
}

async function write(app: App): Promise<void> {
  const defaultUri = Uri.file(join(homedir(), 'team-chat.moved'));
  const file = await window.showSaveDialog({
    title: titleText(),
    filters: { [t('A moved server')]: ['moved'] },
    defaultUri,
  });
  if (!file) return;
  const ran = await window.withProgress(
    { location: ProgressLocation.Notification, title: t('Moving the server'), cancellable: true },
    (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const onLine = (line: string) => {
        if (/ \d+ %$/.test(line)) progress.report({ message: line });
      };
      return runServer(app.server, ['move-out', file.fsPath], { onLine, signal: stop.signal });
    },
  );
  if (!ran.ok) return void window.showErrorMessage(ran.message);
  await showPassphrase(basename(file.fsPath), ran.said);
  void offerNext(app);
}

async function showPassphrase(name: string, passphrase: string): Promise<void> {
  const copy = t('Copy Passphrase');
  const options = { modal: true, detail: passphraseDetail(passphrase) };
  if ((await window.showInformationMessage(t('The server is in {0}.', name), options, copy)) === copy)
    await env.clipboard.writeText(passphrase);
}

async function offerNext(app: App): Promise<void> {
  const [where, back] = [t('Say Where It Goes On…'), t('Go On Here…')];
  const message = t('Nobody can write here until the server goes on elsewhere.');
  const picked = await window.showInformationMessage(message, where, back);
  const { chat } = app.session;
  if (picked === where && chat) await tellWhere(chat);
  if (picked === back) await cancel(app);
}

/** Where the others reach it, which whoever started it there knows. */
async function tellWhere(chat: Chat): Promise<void> {
  const question = {
    title: titleText(),
    prompt: t('The address at which the others reach the server now'),
    placeholder: 'wss://10.0.0.7:12345',
    value: '',
    check: wrongPlace,
  };
  await ask<string>(question, async (typed) => {
    const address = parsePlace(typed);
    if (!address.ok) return { wrong: address.reason };
    const answer = await chat.call('moveTo', { address: address.value.url });
    if (answer.ok) return { picked: address.value.shown };
    return { wrong: t('The server does not take this address, or it does not move any more.') };
  });
}

async function cancel(app: App): Promise<void> {
  const detail = t(
    'Only where the server was started nowhere else: two of them would have two histories from here on. Delete the file.',
  );
  if (!(await consents(t('Go on with the server here?'), detail, t('Go On Here')))) return;
  const ran = await runServer(app.server, ['move-cancel']);
  if (ran.ok) void window.showInformationMessage(t('The server goes on here.'));
  else void window.showErrorMessage(ran.message);
}
