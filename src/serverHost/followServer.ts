import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { type Address, addressOf } from '../connection/address';
import type { Ending } from '../connection/ending';
import { type Disposable, Owned } from '../lifecycle';

/** Of a chat that has tried what its server was before it was opened to the network, or closed to it. */
const MOVED = new Set<Ending>(['needsTls', 'noTls', 'otherCertificate']);

type Followed = Pick<App, 'session' | 'server'> & { readonly enterPorts: Pick<App['enterPorts'], 'identities'> };

/**
 * A chat that waits for this computer's server does not wait any longer when that runs, whichever window started it; and goes
 * to where it is now, unless what is here has moved to another computer. What the server's own folder says of it needs nobody's word.
 */
export function followServer({ session, server, enterPorts: { identities } }: Followed): Disposable {
  const look = async (why: 'server' | 'chat') => {
    const { chat } = session;
    if (!chat || !isWaiting(chat)) return;
    const lease = await server.running();
    const address = lease && addressOf(lease.url, lease.pin);
    if (!address || lease.server !== chat.identity.server || session.chat !== chat) return;
    if (isSame(address, chat.address)) return why === 'server' ? chat.retryNow() : undefined;
    if (await server.hasMoved()) return;
    await identities.pin(lease.server, lease.pin);
    // Another look may have been faster.
    if (session.chat === chat) session.moveTo(address);
  };
  const owned = new Owned();
  owned.own(server.changed.on(() => void look('server')));
  owned.own(session.changed.on(() => void (session.chat?.standing.at === 'stopped' && look('chat'))));
  return owned;
}

const isWaiting = ({ standing }: Chat): boolean =>
  standing.at === 'stopped' ? MOVED.has(standing.ending) : standing.at !== 'online';

/** The computer has several names. */
const isSame = (one: Address, other: Address): boolean =>
  one.isEncrypted === other.isEncrypted && one.pin === other.pin && portOf(one) === portOf(other);

const portOf = ({ url }: Address): string | undefined => URL.parse(url)?.port;
