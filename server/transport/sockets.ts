import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../core/ports';
import type { Connection, ConnectionEvents } from '../hub/connection';
import { CLOSE } from '../protocol/codes';
import { LIMITS, SUBPROTOCOL, type ServerLimits } from '../protocol/limits';
import { textFrame } from './textFrame';

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends what has not closed by itself. */
  terminate(): void;
}

interface SocketsOptions {
  readonly log: Log;
  readonly limits: ServerLimits;
}

/** The WebSocket edge: the limits of ws set low, a heartbeat for each socket, and the hub's view of it. */
export function createSockets(accept: (connection: Connection) => ConnectionEvents, options: SocketsOptions): Sockets {
  const { log, limits } = options;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: LIMITS.frameInBytes,
    maxFragments: LIMITS.fragments,
    maxBufferedChunks: LIMITS.bufferedChunks,
    perMessageDeflate: false,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  }); // @types/ws lacks the two limits of 8.21

  const connected = (socket: WebSocket, wire: Duplex) => {
    const events = accept(connectionOf(socket, wire));
    const stopHeartbeat = startHeartbeat(socket, limits, () => events.close('noPong'));
    socket.on('message', (data, isBinary) => events.received(isBinary ? undefined : textOf(data)));
    socket.on('error', (error) => log.info('socket error', { error: error.message }));
    socket.on('close', (code) => {
      stopHeartbeat();
      log.info('closed', { code });
      events.closed();
    });
  };

  return {
    upgrade: (request, wire, head) => server.handleUpgrade(request, wire, head, (socket) => connected(socket, wire)),
    terminate: () => {
      for (const client of server.clients) client.terminate();
    },
  };
}

const textOf = (data: WebSocket.RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : (data as Buffer).toString();

/**
 * Writes whole frames to the wire itself, which costs half of what `WebSocket.send` does. They stay in order with the
 * pings, pongs and closes of ws, each of which is a whole frame, too, as nothing is sent compressed or in fragments.
 */
function connectionOf(socket: WebSocket, wire: Duplex): Connection {
  let isCorked = false;
  const uncork = () => {
    isCorked = false;
    wire.uncork();
  };
  return {
    get queuedBytes() {
      return wire.writableLength;
    },
    send: (frame) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (typeof frame !== 'string') return void wire.write(frame);
      // The answers of one turn go in one write.
      if (!isCorked) {
        isCorked = true;
        wire.cork();
        process.nextTick(uncork);
      }
      wire.write(textFrame(frame));
    },
    close: (reason, text) => {
      socket.close(CLOSE[reason], text ?? reason);
      // Nobody who does not read must hold on to a socket and its queue.
      if (reason === 'slow' || reason === 'noPong') socket.terminate();
    },
  };
}

/** Pings, the first time after a random part of the interval so that a thousand who came at once spread out. */
function startHeartbeat(socket: WebSocket, { pingMs, pongMs }: ServerLimits, onSilence: () => void): () => void {
  let timer: NodeJS.Timeout;
  const ping = () => {
    socket.ping();
    timer = setTimeout(onSilence, pongMs);
  };
  socket.on('pong', () => {
    clearTimeout(timer);
    timer = setTimeout(ping, pingMs);
  });
  timer = setTimeout(ping, Math.random() * pingMs);
  return () => clearTimeout(timer);
}
