import { homedir } from 'node:os';
import { t } from '@vscode/l10n';
import { Uri, env, window } from 'vscode';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { type Address, addressOf } from '../connection/address';
import { goIn } from '../join/join';
import { reachableAt } from '../serverHost/lan';
import type { Lease } from '../serverHost/lease';
import { runServer } from '../serverHost/runServer';
import { startHere } from '../serverHost/startHere';
import { isLoopback } from '../../server/protocol/loopback';
import { saveServerHost, serverSettings } from '../settings';
import { type Choice, ask, pick } from '../steps';
import { go } from './followMove';
import { parsePlace, wrongPlace } from './newPlace';

const titleText = (): string => t('Team Chat: Start Server from a Moved File');
const EVERY_NETWORK = '0.0.0.0';

/** Takes in a server that another computer has moved out, starts it, and has the others told where it is now. */
export async function startMovedServer(app: App): Promise<void> {
  const hasMoved = await app.server.hasMoved();
  if (!hasMoved && (await app.server.hasHistory()))
    return void window.showErrorMessage(
      t('This computer has a chat server already, with a history of its own. There is one for each computer.'),
    );
  const [file] =
    (await window.showOpenDialog({
      title: titleText(),
      filters: { [t('A moved server')]: ['moved'], [t('All files')]: ['*'] },
      defaultUri: Uri.file(homedir()),
    })) ?? [];
  if (!file) return;
  // What was moved out of here may come back, and takes the place of what it was.
  if (hasMoved) await app.server.stop();
  if (!(await takeIn(app, file.fsPath)) || !(await choosePlace())) return;
  const lease = await startHere(app);
  if (lease) await announce(app, lease);
}

/** Asks until the passphrase is right. False: it is not taken in. */
async function takeIn(app: App, file: string): Promise<boolean> {
  const question = {
    title: titleText(),
    prompt: t('The passphrase that was shown when the server was moved'),
    placeholder: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
    value: '',
    trying: t('Opening the file… Escape stops it.'),
  };
  const step = await ask<'taken' | { readonly failed: string }>(question, async (typed, signal) => {
    const ran = await runServer(app.server, ['move-in', file], { input: `${typed}\n`, signal });
    if (ran.ok) return { picked: 'taken' };
    return ran.code === 'E_PASSPHRASE'
      ? { wrong: t('The file does not open with this passphrase.') }
      : { picked: { failed: ran.message } };
  });
  app.server.changed.fire(undefined);
  if (typeof step !== 'object') return false;
  if (step.picked !== 'taken') void window.showErrorMessage(step.picked.failed);
  return step.picked === 'taken';
}

type Place = 'network' | 'here';

/** Where it listens, unless the settings say that others are to reach it. */
async function choosePlace(): Promise<boolean> {
  if (!isLoopback(serverSettings().host)) return true;
  const places: readonly Choice<Place>[] = [
    {
      label: `$(broadcast) ${t('In This Network')}`,
      detail: t('It is encrypted. Members come as who they are, others only with an invite.'),
      value: 'network',
    },
    {
      label: `$(vm) ${t('Elsewhere')}`,
      detail: t('They come through SSH, or by a port that you forward.'),
      value: 'here',
    },
  ];
  const step = await pick<Place>({ title: titleText(), placeholder: t('Where are the others?') }, places);
  if (typeof step !== 'object') return false;
  if (step.picked === 'network') await saveServerHost(EVERY_NETWORK);
  return true;
}

async function announce(app: App, lease: Lease): Promise<void> {
  const own = addressOf(lease.url, lease.pin);
  if (!own) return;
  const { chat } = app.session;
  const isThere = chat?.identity.server === lease.server && app.session.isOnline;
  const scheme = own.isEncrypted ? 'wss' : 'ws';
  const [first] = reachableAt(lease);
  const suggested = first === undefined ? own.shown : `${scheme}://${first}`;
  if (!isThere) return void offerAddress(app, own, suggested);
  if (await tellOthers(chat, suggested)) await go(app, chat, own);
  else void offerAddress(app, own, suggested);
}

/** Through the old server, by an owner: everybody who is there is asked to come. */
async function tellOthers(chat: Chat, suggested: string): Promise<boolean> {
  if (chat.people.me?.role !== 'owner') return false;
  const question = {
    title: titleText(),
    prompt: t('It runs. The address at which the others reach it: they are asked to come there'),
    value: suggested,
    check: wrongPlace,
  };
  const step = await ask<Address>(question, async (typed) => {
    const address = parsePlace(typed);
    if (!address.ok) return { wrong: address.reason };
    const answer = await chat.call('moveTo', { address: address.value.url });
    return answer.ok
      ? { picked: address.value }
      : { wrong: t('The old server does not take this address. Escape goes on.') };
  });
  return typeof step === 'object';
}

async function offerAddress(app: App, own: Address, address: string): Promise<void> {
  const [copy, join] = [t('Copy Address'), t('Join')];
  const message = t(
    'The server runs at {0}. Tell that to whoever moved it, so that the others are asked to come here.',
    address,
  );
  const picked = await window.showInformationMessage(message, copy, join);
  if (picked === copy) await env.clipboard.writeText(address);
  if (picked === join) await goIn(app, { address: own }, false);
}
