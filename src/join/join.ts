import { commands, window, workspace } from 'vscode';
import { checkName } from '../../server/protocol/names';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { type Address, parseAddress } from '../connection/address';
import type { Ending } from '../connection/ending';
import { suggestedName } from '../identity/gitName';
import { tellEnding, tellName } from '../sentences';
import { startHere } from '../serverHost/startHere';
import { nameSetting } from '../settings';
import { type Choice, type Step, ask, pick } from '../steps';
import { enter } from './enter';
import { recents, remember } from './recents';

type Choosing = { readonly address: Address } | 'enterAddress' | 'startServer';
type Trial = { readonly chat: Chat } | { readonly failed: Ending };

const TITLE = 'Chat: Join';
const LAST_NAME = 'lastName';

/** The whole way in: which server, under which name. With an address the first question is not asked. */
export async function join(app: App, given?: Address): Promise<void> {
  for (let address = given; ; address = undefined) {
    const chosen = address ?? (await chooseServer(app));
    if (!chosen || !(await consentsToPlain(app, chosen))) return;
    const step = await askName(app, chosen, given === undefined);
    if (step === 'back') continue;
    if (step !== 'cancelled') await conclude(app, chosen, step.picked);
    return;
  }
}

async function conclude(app: App, address: Address, trial: Trial): Promise<void> {
  if ('failed' in trial) return explain(app, address, trial.failed);
  const { chat } = trial;
  remember(app.memory, address, chat.identity.name);
  app.memory.set(LAST_NAME, chat.identity.name);
  app.session.adopt(chat);
  await app.views.show();
}

async function chooseServer(app: App): Promise<Address | undefined> {
  for (;;) {
    const step = await pick<Choosing>({ title: TITLE, placeholder: 'Which server?' }, choices(app));
    if (step === 'cancelled' || step === 'back') return undefined;
    const address = await resolveChoice(app, step.picked);
    if (address !== 'back') return address;
  }
}

async function resolveChoice(app: App, choice: Choosing): Promise<Address | undefined | 'back'> {
  if (choice === 'startServer') {
    const lease = await startHere(app);
    return lease && addressOf(lease.url);
  }
  if (choice !== 'enterAddress') return choice.address;
  const step = await askAddress();
  return step === 'back' ? 'back' : step === 'cancelled' ? undefined : step.picked;
}

async function choices(app: App): Promise<readonly Choice<Choosing>[]> {
  const lease = await app.server.running();
  const here = lease && addressOf(lease.url);
  const known = recents(app.memory).flatMap(({ url, name }) => {
    const address = addressOf(url);
    return address && address.url !== here?.url ? [{ address, name }] : [];
  });
  return [
    ...(here
      ? [{ label: `$(vm-active) ${here.shown}`, description: 'running on this computer', value: { address: here } }]
      : []),
    ...known.map(({ address, name }) => ({
      label: `$(history) ${address.shown}`,
      description: `as ${name}`,
      value: { address },
    })),
    ...(here
      ? []
      : [{ label: '$(play) Start a Server', description: 'on this computer', value: 'startServer' } as const]),
    { label: '$(edit) Enter Address…', value: 'enterAddress' },
  ];
}

const addressOf = (url: string): Address | undefined => {
  const parsed = parseAddress(url);
  return parsed.ok ? parsed.value : undefined;
};

function askAddress(): Promise<Step<Address>> {
  const reasonAgainst = (typed: string) => {
    const parsed = parseAddress(typed);
    return typed === '' || parsed.ok ? undefined : parsed.reason;
  };
  const question = {
    title: TITLE,
    prompt: 'Address of the server',
    placeholder: '127.0.0.1:12345 or wss://chat.example.org',
    value: '',
    hasBack: true,
  };
  return ask({ ...question, check: reasonAgainst }, (typed) => {
    const parsed = parseAddress(typed);
    return Promise.resolve(parsed.ok ? { picked: parsed.value } : { wrong: parsed.reason });
  });
}

async function askName(app: App, address: Address, hasBack: boolean): Promise<Step<Trial>> {
  const value = await prefilledName(app, address);
  const title = `${TITLE} ${address.shown}`;
  const trying = 'Connecting… Escape cancels.';
  const question = { title, prompt: 'Your name in this chat', value, hasBack, trying };
  const check = (typed: string) => {
    // A name that an older version took stays good.
    if (typed.trim() === nameAt(app, address)) return undefined;
    const checked = checkName(typed.trim());
    return checked.ok ? undefined : tellName(typed.trim(), checked.error.code, checked.error.detail);
  };
  return ask<Trial>({ ...question, check }, async (typed, signal) => {
    const entered = await enter(address, typed.trim(), app.enterPorts, signal);
    if (signal.aborted && entered.ok) entered.chat.dispose();
    if (entered.ok) return { picked: { chat: entered.chat } };
    if ('name' in entered) return { wrong: tellName(typed.trim(), entered.name, entered.detail) };
    return { picked: { failed: entered.ending } };
  });
}

/** The name this computer last had there. */
const nameAt = (app: App, { url }: Address) => recents(app.memory).find((recent) => recent.url === url)?.name;

async function prefilledName(app: App, address: Address): Promise<string> {
  const here = nameAt(app, address);
  const last = app.memory.get(LAST_NAME);
  const known = here ?? (nameSetting() || (typeof last === 'string' ? last : ''));
  const folder = workspace.isTrusted ? workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file') : undefined;
  return known || suggestedName(folder?.uri.fsPath);
}

/** Once for each server. */
async function consentsToPlain(app: App, { shown, isEncrypted, isLoopback }: Address): Promise<boolean> {
  const key = `plain.${shown}`;
  if (isEncrypted || isLoopback || app.memory.get(key) === true) return true;
  const accept = 'Join Unencrypted';
  const detail = 'Whoever sits on the network in between can read and change what is said there.';
  const isAccepted =
    (await window.showWarningMessage(
      `The connection to ${shown} is not encrypted.`,
      { modal: true, detail },
      accept,
    )) === accept;
  if (isAccepted) app.memory.set(key, true);
  return isAccepted;
}

function explain(app: App, address: Address, ending: Ending): void {
  const { reason } = tellEnding(ending, address.shown);
  const { label, run } = remedy(app, address, ending);
  // Not awaited: a notification may stay for hours.
  void window.showErrorMessage(reason, label).then((picked) => (picked === label ? run() : undefined));
}

function remedy(
  app: App,
  address: Address,
  ending: Ending,
): { readonly label: string; readonly run: () => PromiseLike<unknown> } {
  switch (ending) {
    case 'refused':
      return address.isLoopback
        ? { label: 'Start Server', run: () => commands.executeCommand('alongside.startServer') }
        : { label: 'Try Again', run: () => join(app, address) };
    case 'forbidden':
    case 'notAlongside':
    case 'noTls':
    case 'weakTls':
    case 'untrusted':
    case 'wrongHost':
    case 'otherServer':
    case 'wrongProof':
      return { label: 'Choose Another Server', run: () => join(app) };
    case 'needsTls':
      return { label: 'Join Encrypted', run: () => join(app, addressOf(address.url.replace('ws:', 'wss:'))) };
    case 'version':
    case 'misbehaving':
      return { label: 'Show Log', run: () => commands.executeCommand('alongside.showLog') };
    default:
      return { label: 'Try Again', run: () => join(app, address) };
  }
}
