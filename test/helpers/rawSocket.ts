import net from 'node:net';

/** What a server did with bytes that no well-behaved client sends. */
export interface RawReply {
  /** Of the HTTP answer; undefined if there was none. */
  readonly status: number | undefined;
  readonly headers: string;
  /** Text frames that came after the upgrade, up to the close. */
  readonly frames: readonly string[];
  readonly close: { readonly code: number; readonly reason: string } | undefined;
  readonly ms: number;
}

export interface FrameOptions {
  readonly fin?: boolean;
  /** RSV1, RSV2, RSV3 as 4, 2, 1. */
  readonly rsv?: number;
  readonly masked?: boolean;
  /** The length that the header declares, if not the payload's. */
  readonly declares?: bigint;
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One WebSocket frame as a client sends it (RFC 6455, 5.2), or as none should. */
export function wsFrame(opcode: number, payload: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const { fin = true, rsv = 0, masked = true } = options;
  const bytes = Buffer.from(payload);
  const length = options.declares ?? BigInt(bytes.length);
  const size = length < 126n ? [] : length < 65_536n ? bytesOf(length, 2) : bytesOf(length, 8);
  const short = length < 126n ? Number(length) : length < 65_536n ? 126 : 127;
  const head = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode, (masked ? 0x80 : 0) | short, ...size]);
  if (!masked) return Buffer.concat([head, bytes]);
  const mask = [0x12, 0x34, 0x56, 0x78];
  return Buffer.concat([head, Buffer.from(mask), bytes.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}

const bytesOf = (value: bigint, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number((value >> BigInt(8 * (count - 1 - i))) & 0xffn));

export const closePayload = (code: number, reason: string | Uint8Array = ''): Buffer =>
  Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);

export interface Upgrade {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly version?: string | undefined;
  readonly key?: string | undefined;
  /** Whole lines. */
  readonly more?: readonly string[];
}

/** An opening handshake, right but for what is given. */
export function upgradeRequest(upgrade: Upgrade = {}): string {
  const { method = 'GET', path = '/chat', host = '127.0.0.1' } = upgrade;
  const key = 'key' in upgrade ? upgrade.key : 'dGhlIHNhbXBsZSBub25jZQ==';
  const version = 'version' in upgrade ? upgrade.version : '13';
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Protocol: alongside.v1',
    ...(key === undefined ? [] : [`Sec-WebSocket-Key: ${key}`]),
    ...(version === undefined ? [] : [`Sec-WebSocket-Version: ${version}`]),
    ...(upgrade.more ?? []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A socket that does only what a test says: it answers no ping, and reads on or not. */
export interface RawConnection {
  readonly socket: net.Socket;
  /** Settles when the server has ended it; a close is answered by the end of the connection, as clients do. */
  readonly ended: Promise<RawReply>;
}

/** Sends bytes over TCP at once. */
export function openRaw(port: number, host: string, ...bytes: readonly (string | Uint8Array)[]): RawConnection {
  const startedAt = performance.now();
  const socket = net.connect(port, host);
  const chunks: Buffer[] = [];
  socket.on('connect', () => {
    for (const part of bytes) socket.write(part);
  });
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    if (readReply(Buffer.concat(chunks)).close) socket.end();
  });
  socket.on('error', () => undefined); // a reset is an end, too
  const ended = new Promise<RawReply>((resolve) => {
    socket.on('close', () => resolve({ ...readReply(Buffer.concat(chunks)), ms: performance.now() - startedAt }));
  });
  return { socket, ended };
}

/** Sends bytes over TCP and waits until the server ends the connection. Rejects if it does not in time. */
export async function sendRaw(port: number, ...bytes: readonly (string | Uint8Array)[]): Promise<RawReply> {
  const { socket, ended } = openRaw(port, '127.0.0.1', ...bytes);
  const late = AbortSignal.timeout(8_000);
  late.addEventListener('abort', () => socket.destroy());
  const reply = await ended;
  if (late.aborted) throw new Error(`the server did not end it; it said: ${reply.headers} ${reply.frames.join()}`);
  return reply;
}

function readReply(bytes: Buffer): Omit<RawReply, 'ms'> {
  const end = bytes.indexOf('\r\n\r\n');
  const headers = bytes.subarray(0, end < 0 ? 0 : end).toString('latin1');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1];
  const frames: string[] = [];
  let close: RawReply['close'];
  if (status === '101') {
    for (const { opcode, payload } of framesIn(bytes.subarray(end + 4))) {
      if (opcode === OPCODE.text) frames.push(payload.toString());
      if (opcode !== OPCODE.close) continue;
      close = { code: payload.length >= 2 ? payload.readUInt16BE() : 1005, reason: payload.subarray(2).toString() };
    }
  }
  return { status: status === undefined ? undefined : Number(status), headers, frames, close };
}

/** The whole frames that a server sent: unmasked, and shorter than 64 KiB. */
function* framesIn(bytes: Buffer): Generator<{ readonly opcode: number; readonly payload: Buffer }> {
  for (let at = 0; at + 2 <= bytes.length;) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const start = at + (short === 126 ? 4 : 2);
    const length = short === 126 && at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : short;
    if (start + length > bytes.length) return;
    yield { opcode: (bytes[at] ?? 0) & 0x0f, payload: bytes.subarray(start, start + length) };
    at = start + length;
  }
}
