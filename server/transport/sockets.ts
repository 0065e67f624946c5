import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../core/ports';
import { Bucket, paceOf } from '../hub/bucket';
import type { Connection, ConnectionEvents, Refusal, SharedFrame } from '../hub/connection';
import { CLOSE, type CloseReason } from '../protocol/codes';
import { LIMITS, SUBPROTOCOL, type ServerLimits } from '../protocol/limits';
import { isLoopback } from '../protocol/loopback';
import { Heartbeat, type Watched } from './heartbeat';
import { textFrame } from './textFrame';

interface Upgrade {
  readonly request: IncomingMessage;
  readonly wire: Duplex;
  readonly head: Buffer;
  /** The address it came from. */
  readonly from: string;
}

export interface Sockets {
  /** Takes it, or says why not. */
  upgrade(upgrade: Upgrade): Refusal | undefined;
  /** Ends what has not closed by itself. */
  terminate(): void;
}

/** What a socket is connected to. */
interface Door {
  admit(address: string | undefined): Refusal | undefined;
  accept(connection: Connection): ConnectionEvents;
}

interface SocketsOptions {
  readonly log: Log;
  readonly limits: ServerLimits;
}

/** The WebSocket edge: the limits of ws set low, a heartbeat for each socket, and the hub's view of it. */
export function createSockets(door: Door, { log, limits }: SocketsOptions): Sockets {
  // @types/ws lacks three of these: with a variable in between it does not mind.
  const settings = {
    noServer: true,
    WebSocket: ServerSocket,
    clientTracking: true,
    maxPayload: LIMITS.frameInBytes,
    maxFragments: LIMITS.fragments,
    maxBufferedChunks: LIMITS.bufferedChunks,
    perMessageDeflate: false,
    autoPong: false,
    closeTimeout: limits.closeMs,
    handleProtocols: (offered: Set<string>) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  };
  const server = new WebSocketServer<typeof ServerSocket>(settings);

  const perAddress = new Map<string | undefined, number>();
  const count = (address: string | undefined, by: number) => {
    const connections = (perAddress.get(address) ?? 0) + by;
    if (connections > 0) perAddress.set(address, connections);
    else perAddress.delete(address);
  };

  const refusal = (address: string | undefined): Refusal | undefined => {
    if (server.clients.size >= limits.connections) return { status: 503, retryAfterMs: 5_000 };
    const isFull = address !== undefined && (perAddress.get(address) ?? 0) >= limits.connectionsPerAddress;
    return isFull ? { status: 429, retryAfterMs: 5_000 } : door.admit(address);
  };

  const heartbeat = new Heartbeat(limits);
  const pingPace = paceOf(limits.pingsPerMinute, limits.pingsPerMinute);

  const onMessage: Heard<[WebSocket.RawData, boolean]> = ({ events }, data, isBinary) =>
    events?.received(isBinary ? undefined : textOf(data));
  const onPing: Heard<[Buffer]> = (connection, data) => {
    connection.pings ??= new Bucket(pingPace);
    if (connection.pings.take(performance.now()) === 0) connection.socket.pong(data);
    else connection.events?.close('rate');
  };
  const onPong: Heard<[]> = (connection) => heartbeat.answered(connection);
  const onError: Heard<[Error]> = (_, error) => log.info('socket error', { error: error.message });
  const onClose: Heard<[number]> = (connection, code) => {
    heartbeat.forget(connection);
    log.info('closed', { code });
    count(connection.address, -1);
    connection.events?.closed();
  };
  const hearing = {
    message: heard(onMessage),
    ping: heard(onPing),
    pong: heard(onPong),
    error: heard(onError),
    close: heard(onClose),
  };

  const connected = (socket: ServerSocket, wire: Socket, address: string | undefined) => {
    count(address, 1);
    const connection = new SocketConnection(socket, wire, address);
    socket.connection = connection;
    connection.events = door.accept(connection);
    heartbeat.watch(connection);
    for (const [event, listener] of Object.entries(hearing)) socket.on(event, listener);
  };

  return {
    upgrade: ({ request, wire, head, from }) => {
      // Behind loopback there may be a whole team, come through SSH: nobody is to be kept out for another.
      const address = isLoopback(from) ? undefined : from;
      const refused = refusal(address);
      if (!refused) server.handleUpgrade(request, wire, head, (socket) => connected(socket, request.socket, address));
      return refused;
    },
    terminate: () => {
      for (const client of server.clients) client.terminate();
    },
  };
}

/** Listeners are made once, not for each socket: ten thousand idle ones cost half of the memory for it. */
class ServerSocket extends WebSocket {
  connection: SocketConnection | undefined;
}

type Heard<What extends unknown[]> = (connection: SocketConnection, ...what: What) => void;

const heard = <What extends unknown[]>(hear: Heard<What>) =>
  function (this: WebSocket, ...what: What): void {
    if (this instanceof ServerSocket && this.connection) hear(this.connection, ...what);
  };

const textOf = (data: WebSocket.RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : (data as Buffer).toString();

/**
 * Writes whole frames to the wire itself, which costs half of what `WebSocket.send` does. They stay in order with the
 * pings, pongs and closes of ws, each of which is a whole frame, too, as nothing is sent compressed or in fragments.
 */
class SocketConnection implements Connection, Watched {
  events: ConnectionEvents | undefined;
  pings: Bucket | undefined;
  dueAt = 0;
  isAsked = false;
  came = 0;
  went = 0;
  #isCorked = false;

  constructor(
    readonly socket: WebSocket,
    readonly wire: Socket,
    readonly address: string | undefined,
  ) {}

  ping(): void {
    this.socket.ping();
  }

  onSilence(): void {
    this.events?.close('noPong');
  }

  get queuedBytes(): number {
    return this.wire.writableLength;
  }

  send(frame: string | SharedFrame): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (typeof frame !== 'string') return void this.wire.write(frame);
    // The answers of one turn go in one write.
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.wire.cork();
      process.nextTick(() => this.#uncork());
    }
    this.wire.write(textFrame(frame));
  }

  close(reason: CloseReason, text?: string): void {
    this.socket.close(CLOSE[reason], text ?? reason);
    // Nobody who does not read must hold on to a socket and its queue.
    if (reason === 'slow' || reason === 'noPong') this.socket.terminate();
  }

  #uncork(): void {
    this.#isCorked = false;
    this.wire.uncork();
  }
}
