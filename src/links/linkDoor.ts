import { type Target, targetOf } from '../../webview/protocol/links';
import type { Memory } from '../chat/memory';

export type Answer = 'once' | 'always' | 'no';

export interface DoorPorts {
  readonly memory: Memory;
  /** Asks the reader. Nothing is sent before. */
  readonly ask: (target: Target) => Promise<Answer>;
  readonly open: (url: string) => Promise<void>;
}

const ALWAYS = 'links.always';
/** The oldest make way. */
const KEPT = 500;

/**
 * Opens what a message links to, once the reader has seen where that is. What comes while the question is open is dropped,
 * so that a second click answers nothing.
 */
export function linkDoor({ memory, ask, open }: DoorPorts): (url: string) => Promise<void> {
  const always = (): readonly string[] => {
    const kept = memory.get(ALWAYS);
    return Array.isArray(kept) ? kept.filter((host) => typeof host === 'string') : [];
  };
  let isBusy = false;
  return async (url) => {
    const target = targetOf(url);
    if (target === undefined || isBusy) return;
    const key = placeOf(target);
    if (!target.isMail && always().includes(key)) return open(target.url);
    isBusy = true;
    try {
      const answer = await ask(target);
      if (answer === 'always') memory.set(ALWAYS, [...always().filter((each) => each !== key), key].slice(-KEPT));
      if (answer !== 'no') await open(target.url);
    } finally {
      isBusy = false;
    }
  };
}

/** Who trusts a host when it is encrypted has not said so of whoever answers in its place when it is not. */
const placeOf = ({ url, host }: Target): string => `${url.slice(0, url.indexOf(':'))}://${host}`;
