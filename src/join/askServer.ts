import { t } from '@vscode/l10n';
import { either } from '../../webview/protocol/language';
import type { App } from '../app';
import { asLabel } from '../asking';
import { addressOf, parseAddress } from '../connection/address';
import { looksLikeLink, parseInviteLink } from '../invites/inviteLink';
import { startHere } from '../serverHost/startHere';
import { type Choice, type Step, ask, pick } from '../steps';
import type { Way } from './enter';
import { known, recents } from './recents';
import { joinTitle } from './title';

/** By a pairing code instead of a name. */
export type Chosen = Way & { readonly isPairing?: boolean };

type Choosing = Chosen | 'enterAddress' | 'pair' | 'startServer';

export async function chooseServer(app: App): Promise<Chosen | undefined> {
  for (;;) {
    const step = await pick<Choosing>({ title: joinTitle(), placeholder: t('Which server?') }, choices(app));
    if (step === 'cancelled' || step === 'back') return undefined;
    const chosen = await resolveChoice(app, step.picked);
    if (chosen !== 'back') return chosen;
  }
}

async function resolveChoice(app: App, choice: Choosing): Promise<Chosen | undefined | 'back'> {
  if (choice === 'startServer') {
    const lease = await startHere(app);
    const address = lease && addressOf(lease.url, lease.pin);
    return address && { address };
  }
  if (typeof choice !== 'string') return choice;
  const isPairing = choice === 'pair';
  const step = await askAddress(app, isPairing ? t('Chat: Join with a Pairing Code') : joinTitle());
  return step === 'back' ? 'back' : step === 'cancelled' ? undefined : { ...step.picked, isPairing };
}

async function choices(app: App): Promise<readonly Choice<Choosing>[]> {
  const lease = await app.server.running();
  const here = lease && addressOf(lease.url, lease.pin);
  const before = recents(app.memory).flatMap(({ url, name, pin }) => {
    const address = addressOf(url, pin);
    return address && address.url !== here?.url ? [{ address, name }] : [];
  });
  return [
    ...(here
      ? [{ label: `$(vm-active) ${here.shown}`, description: t('running on this computer'), value: { address: here } }]
      : []),
    ...before.map(({ address, name }) => ({
      label: `$(history) ${address.shown}`,
      description: asLabel(t('as {0}', name)),
      value: { address },
    })),
    ...(here
      ? []
      : [
          {
            label: `$(play) ${t('Start a Server')}`,
            description: t('on this computer'),
            value: 'startServer',
          } as const,
        ]),
    { label: `$(edit) ${t('Enter Address or Paste Invite Link…')}`, value: 'enterAddress' },
    { label: `$(key) ${t('Use a Pairing Code…')}`, description: t('of another device of yours'), value: 'pair' },
  ];
}

function askAddress(app: App, title: string): Promise<Step<Way>> {
  const question = {
    title,
    prompt: t('Address of the server, or an invite link'),
    placeholder: either(['127.0.0.1:12345', 'wss://chat.example.org', 'vscode://…', 'https://…/join#…']),
    value: '',
    hasBack: true,
  };
  const check = (typed: string) => {
    const read = typed === '' ? undefined : readWay(app, typed);
    return read && 'wrong' in read ? read.wrong : undefined;
  };
  return ask({ ...question, check }, (typed) => Promise.resolve(readWay(app, typed)));
}

function readWay(app: App, typed: string): { readonly picked: Way } | { readonly wrong: string } {
  if (looksLikeLink(typed)) {
    const link = parseInviteLink(typed);
    return link.ok ? { picked: link.value } : { wrong: link.reason };
  }
  const address = parseAddress(typed);
  return address.ok ? { picked: { address: known(app.memory, address.value) } } : { wrong: address.reason };
}
