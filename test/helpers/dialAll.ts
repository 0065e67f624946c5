// Opens a link to each address as the extension does, in an environment of its own, and says how each ended: dialAll.ts URL…
import { systemClock } from '../../src/clock';
import { openLink } from '../../src/connection/link';
import { silent } from '../src/fixtures';

async function dial(url: string): Promise<string> {
  const opened = await openLink(url, { clock: systemClock, log: silent }, new AbortController().signal);
  if (opened.ok) opened.value.close();
  return opened.ok ? 'open' : opened.ending;
}

void Promise.all(process.argv.slice(2).map(dial)).then((endings) => process.send?.({ endings }));
