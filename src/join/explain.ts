import { t } from '@vscode/l10n';
import { commands, window } from 'vscode';
import { addressOf } from '../connection/address';
import type { Ending } from '../connection/ending';
import { tellEnding } from '../sentences';
import { acceptsCertificate, tellOtherCertificate } from './certificate';
import type { Way } from './enter';

/** Begins anew: at another server when none is given. */
type Again = (way?: Way) => Promise<void>;

/** What is told of a server that was not joined, with the one thing to do about it. */
export function explain(way: Way, ending: Ending, again: Again): void {
  if (ending === 'otherCertificate') return void tellOtherCertificate(way.address.shown);
  if (ending === 'newCertificate') return void offerCertificate(way, again);
  const { reason } = tellEnding(ending, way.address.shown);
  const { label, run } = remedy(way, ending, again);
  // Not awaited: a notification may stay for hours.
  void window.showErrorMessage(reason, label).then((picked) => (picked === label ? run() : undefined));
}

async function offerCertificate(way: Way, again: Again): Promise<void> {
  if (await acceptsCertificate(way.address.shown)) await again({ ...way, isCertificateNew: true });
}

interface Remedy {
  readonly label: string;
  readonly run: () => PromiseLike<unknown>;
}

function remedy(way: Way, ending: Ending, again: Again): Remedy {
  switch (ending) {
    case 'refused':
      return way.address.isLoopback
        ? { label: t('Start Server'), run: () => commands.executeCommand('alongside.startServer') }
        : { label: t('Try Again'), run: () => again(way) };
    case 'forbidden':
    case 'notAlongside':
    case 'noTls':
    case 'weakTls':
    case 'untrusted':
    case 'wrongHost':
    case 'otherServer':
    case 'wrongProof':
      return { label: t('Choose Another Server'), run: () => again() };
    case 'needsTls':
      return { label: t('Join Encrypted'), run: () => again(encrypted(way)) };
    case 'version':
    case 'misbehaving':
      return { label: t('Show Log'), run: () => commands.executeCommand('alongside.showLog') };
    default:
      return { label: t('Try Again'), run: () => again(way) };
  }
}

function encrypted(way: Way): Way | undefined {
  const address = addressOf(way.address.url.replace('ws:', 'wss:'));
  return address && { ...way, address };
}
