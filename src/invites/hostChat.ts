import { t } from '@vscode/l10n';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { addressOf } from '../connection/address';
import { goIn, join } from '../join/join';
import { reachableAt } from '../serverHost/lan';
import type { Lease } from '../serverHost/lease';
import { startHere } from '../serverHost/startHere';
import { saveServerHost, serverSettings } from '../settings';
import { type Choice, pick } from '../steps';
import { inviteTitle } from './inviteTerms';

const EVERY_NETWORK = '0.0.0.0';
const ONLINE_MS = 15_000;

type Start = 'network' | 'here' | 'elsewhere';

/** The chat that others are invited to. Where none is joined, it offers to start a server, and joins it. */
export async function hostChat(app: App): Promise<Chat | undefined> {
  const { session } = app;
  if (!session.isOnline) {
    const lease = (await app.server.running()) ?? (await startOne(app));
    const address = lease && lease !== 'elsewhere' ? addressOf(lease.url, lease.pin) : undefined;
    if (lease === 'elsewhere') await join(app);
    else if (address) await goIn(app, { address }, false);
  }
  return session.isOnline ? session.chat : undefined;
}

async function startOne(app: App): Promise<Lease | 'elsewhere' | undefined> {
  const placeholder = t('No chat is joined here. Where are the others?');
  const step = await pick<Start>({ title: inviteTitle(), placeholder }, startChoices());
  if (typeof step !== 'object') return undefined;
  if (step.picked === 'elsewhere') return 'elsewhere';
  if (step.picked === 'network') await saveServerHost(EVERY_NETWORK);
  return startHere(app, { ...serverSettings(), ...(step.picked === 'here' && { host: '127.0.0.1' }) });
}

const startChoices = (): readonly Choice<Start>[] => [
  { label: `$(broadcast) ${t('In This Network: Start a Server for It')}`, detail: atNetwork(), value: 'network' },
  {
    label: `$(vm) ${t('Elsewhere: Start a Server for This Computer')}`,
    detail: t('They come through SSH, or by a port that you forward.'),
    value: 'here',
  },
  { label: `$(plug) ${t('On a Server That Runs: Join It…')}`, value: 'elsewhere' },
];

/** What a server for the network would be, before there is one. */
export function atNetwork(port = serverSettings().port): string {
  const [first] = reachableAt({ host: EVERY_NETWORK, port });
  return t('They join at {0}, and only with an invite. It is encrypted.', first ?? t('this computer'));
}

/** Starts the server of this computer again, so that others in the network reach it. False: it does not run. */
export async function letNetworkIn(app: App, { port }: Lease): Promise<boolean> {
  await saveServerHost(EVERY_NETWORK);
  await app.server.stop();
  // The chat follows it, to where it is encrypted.
  return (await startHere(app, { host: EVERY_NETWORK, port })) !== undefined && isOnlineSoon(app);
}

function isOnlineSoon({ session }: App): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ONLINE_MS);
  const look = () => {
    if (session.isOnline) resolve(true);
  };
  const following = session.changed.on(look);
  look();
  return promise.finally(() => {
    clearTimeout(timer);
    following.dispose();
  });
}
