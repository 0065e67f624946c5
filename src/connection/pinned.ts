import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { type TLSSocket, connect } from 'node:tls';
import type { ClientOptions } from 'ws';
import { LIMITS } from '../../server/protocol/limits';
import type { Pin } from '../../server/protocol/pin';
import type { Clock } from '../clock';
import { type Attempt, ended, endingOfError } from './ending';

interface Opening {
  readonly clock: Clock;
  readonly connectMs?: number;
}

/**
 * An encrypted line to whoever shows exactly this certificate and has its key; its names and dates do not matter, nor who
 * vouches for it. Not a byte is said over it before that is known.
 */
export function openPinned(url: URL, pin: Pin, opening: Opening, signal: AbortSignal): Promise<Attempt<TLSSocket>> {
  const { promise, resolve } = Promise.withResolvers<Attempt<TLSSocket>>();
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({
    host,
    port: Number(url.port || 443),
    servername: isIP(host) === 0 ? host : '',
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
  });
  const fail = (attempt: Attempt<never>) => {
    socket.destroy();
    resolve(attempt);
  };
  const abort = () => fail(ended('lost'));
  signal.addEventListener('abort', abort, { once: true });
  const deadline = opening.clock.after(opening.connectMs ?? LIMITS.connectMs, () => fail(ended('timeout')));
  // Stays: whoever takes the line over has to notice its end, but may come later than that.
  socket.on('error', (error: Error) => fail(ended(endingOfError(error))));
  socket.once('close', () => fail(ended('lost')));
  socket.once('secureConnect', () => {
    if (pinOf(socket) === pin) resolve({ ok: true, value: socket });
    else fail(ended('otherCertificate'));
  });
  return promise.finally(() => {
    deadline.dispose();
    signal.removeEventListener('abort', abort);
  });
}

export function pinOf(socket: TLSSocket): Pin | undefined {
  const { raw } = socket.getPeerX509Certificate() ?? {};
  return raw && createHash('sha256').update(raw).digest('base64url');
}

/**
 * How ws comes to use a line that is open. It is told of a local socket, as the editor puts proxies and lines of its own in
 * the place of all others.
 */
export const overPinned = ({ host, pathname }: URL, socket: TLSSocket): { url: string; options: ClientOptions } => ({
  url: `ws+unix:pinned:${pathname}`,
  options: { headers: { host }, createConnection: () => socket },
});
