import type { Answer } from '../../server/protocol/calls';
import type { Push } from '../../server/protocol/frames';
import { type Attempt, ended } from '../connection/ending';
import { type Identity, authenticate, greet } from '../connection/handshake';
import type { Link } from '../connection/link';
import type { DeviceKey } from '../identity/deviceKey';

export interface Entrance {
  readonly identity: Identity;
  readonly key: Pick<DeviceKey, 'candidates' | 'proved'>;
  readonly connect: () => Promise<Attempt<Link>>;
  /** Before all that is pushed behind this answer. */
  readonly entered: (link: Link, answer: Answer<'authenticate'>, credential: string) => void;
  readonly heard: (link: Link, push: Push) => void;
  /** Follows the open room. */
  readonly attach: (link: Link) => Promise<Attempt<undefined>>;
}

/** No server says so much before it has answered who is there. */
const HELD_FRAMES = 128;

/** From nothing to a link over which all is known, by the first credential that is taken. */
export async function enterChat(entrance: Entrance, signal: AbortSignal): Promise<Attempt<Link>> {
  let entered: Attempt<Link> = ended('unauthenticated');
  for (const credential of await entrance.key.candidates()) {
    entered = await enterWith({ ...entrance, identity: { ...entrance.identity, credential } }, signal);
    if (entered.ok || entered.ending !== 'unauthenticated') return entered;
  }
  return entered;
}

/** What does not come all the way leaves nothing open. */
async function enterWith(entrance: Entrance, signal: AbortSignal): Promise<Attempt<Link>> {
  const opened = await entrance.connect();
  if (!opened.ok) return opened;
  const link = opened.value;
  const abort = () => link.close();
  signal.addEventListener('abort', abort, { once: true });
  let entered: Attempt<Link> = ended('lost');
  try {
    entered = await enterOver(link, entrance);
    return entered;
  } finally {
    signal.removeEventListener('abort', abort);
    if (!entered.ok) link.close(entered.ending);
  }
}

async function enterOver(link: Link, { identity, key, entered, heard, attach }: Entrance): Promise<Attempt<Link>> {
  const passOn = holdPushes(link, heard);
  const greeted = await greet(link, identity.server);
  if (!greeted.ok) return greeted;
  const known = await authenticate(link, greeted.value, identity);
  if (!known.ok) return known;
  entered(link, known.value, identity.credential);
  passOn();
  void key.proved(identity.credential, (keys) => link.call('rekey', keys));
  const attached = await attach(link);
  return attached.ok ? { ok: true, value: link } : attached;
}

/** A push may overtake the answer that it comes behind: it is held until that one is taken in. */
function holdPushes(link: Link, heard: Entrance['heard']): () => void {
  let held: (readonly Push[])[] | undefined = [];
  const pass = (pushes: readonly Push[]) => pushes.forEach((push) => heard(link, push));
  link.pushed.on((pushes) => {
    if (!held) pass(pushes);
    else if (held.push(pushes) > HELD_FRAMES) link.close('lost');
  });
  return () => {
    const before = held ?? [];
    held = undefined;
    before.forEach(pass);
  };
}
