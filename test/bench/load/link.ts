import { randomBytes } from 'node:crypto';
import net from 'node:net';
import type { UnitReader } from './unitReader';

export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  /** Cuts what is read. */
  readonly reader: UnitReader;
  /** The link broke, or what it carried made no sense. */
  readonly failed: (error: Error) => void;
}

/** All links of a process read into one buffer, each read being used up before the next. */
const shared = Buffer.allocUnsafeSlow(256 * 1024);

/** When the read that is being used up came: taken once a read, not once a message. */
export const clock = { now: 0 };

/** One member's TCP connection: read without allocating, written without copying. */
export class Link {
  readonly #options: LinkOptions;
  readonly #socket: net.Socket;
  #reader: UnitReader | undefined;
  #head = '';
  #onHead: ((head: string) => void) | undefined;
  #closing = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { host, port } = options;
    this.#socket = net.connect({
      host,
      port,
      noDelay: true,
      onread: { buffer: shared, callback: (length) => this.#read(length) },
    });
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  /** Goes on as a WebSocket. Resolves when the server has agreed. */
  async upgrade(path: string, subprotocol?: string): Promise<void> {
    const { host, port } = this.#options;
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: ${host}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(subprotocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
    ];
    this.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`));
    const head = await new Promise<string>((resolve) => (this.#onHead = resolve));
    if (!head.startsWith('HTTP/1.1 101')) throw new Error(`no upgrade: ${head.split('\r\n', 1)[0]}`);
  }

  /** Goes on without an upgrade. */
  start(): void {
    this.#reader = this.#options.reader;
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  close(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  #read(length: number): boolean {
    clock.now = performance.now();
    try {
      if (this.#reader) this.#reader.read(shared, length);
      else this.#readHead(shared.subarray(0, length));
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      this.close();
    }
    return true;
  }

  #readHead(chunk: Buffer): void {
    this.#head += chunk.toString('latin1');
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    this.start();
    this.#onHead?.(this.#head.slice(0, end));
    const rest = Buffer.from(this.#head.slice(end + 4), 'latin1');
    if (rest.length > 0) this.#reader?.read(rest, rest.length);
  }

  #fail(error: Error): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#options.failed(error);
  }
}
