import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../core/ports';
import type { Connection, ConnectionEvents } from '../hub/connection';
import { CLOSE } from '../protocol/codes';
import { LIMITS, type Limits, SUBPROTOCOL } from '../protocol/limits';

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends what has not closed by itself. */
  terminate(): void;
}

/** The WebSocket edge: the limits of ws set low, a heartbeat for each socket, and the hub's view of it. */
export function createSockets(
  accept: (connection: Connection) => ConnectionEvents,
  log: Log,
  limits: Limits = LIMITS,
): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: LIMITS.frameInBytes,
    maxFragments: LIMITS.fragments,
    maxBufferedChunks: LIMITS.bufferedChunks,
    perMessageDeflate: false,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  }); // @types/ws lacks the two limits of 8.21

  server.on('connection', (socket) => {
    const events = accept(connectionOf(socket));
    const stopHeartbeat = startHeartbeat(socket, limits);
    socket.on('message', (data, isBinary) => events.received(isBinary ? undefined : textOf(data)));
    socket.on('error', (error) => log.info('socket error', { error: error.message }));
    socket.on('close', (code) => {
      stopHeartbeat();
      log.info('closed', { code });
      events.closed();
    });
  });

  return {
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request)),
    terminate: () => {
      for (const client of server.clients) client.terminate();
    },
  };
}

const textOf = (data: WebSocket.RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : (data as Buffer).toString();

function connectionOf(socket: WebSocket): Connection {
  return {
    get queuedBytes() {
      return socket.bufferedAmount;
    },
    send: (frame) => socket.send(frame, { binary: false }),
    close: (reason, text) => {
      socket.close(CLOSE[reason], text ?? reason);
      // Nobody who does not read must hold on to a socket and its queue.
      if (reason === 'slow' || reason === 'noPong') socket.terminate();
    },
  };
}

/** Pings, the first time after a random part of the interval so that a thousand who came at once spread out. */
function startHeartbeat(socket: WebSocket, { pingMs, pongMs }: Limits): () => void {
  let timer: NodeJS.Timeout;
  const ping = () => {
    socket.ping();
    timer = setTimeout(() => {
      socket.close(CLOSE.noPong);
      socket.terminate();
    }, pongMs);
  };
  socket.on('pong', () => {
    clearTimeout(timer);
    timer = setTimeout(ping, pingMs);
  });
  timer = setTimeout(ping, Math.random() * pingMs);
  return () => clearTimeout(timer);
}
