import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../../server/protocol/limits';

type Frame = Readonly<Record<string, unknown>>;

/** Stands between a client and a server of another version: says each frame as the other one would say it. */
export interface Translator extends AsyncDisposable {
  readonly url: string;
  up: (frame: Frame) => Frame;
  down: (frame: Frame) => Frame;
}

export async function translator(target: string): Promise<Translator> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => SUBPROTOCOL });
  await once(server, 'listening');
  const itself: Translator = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/chat`,
    up: (frame) => frame,
    down: (frame) => frame,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
  server.on('connection', (client) => {
    const upstream = new WebSocket(target, SUBPROTOCOL);
    const opened = once(upstream, 'open');
    const said = (data: WebSocket.RawData) => JSON.parse((data as Buffer).toString()) as Frame;
    client.on('message', (data) => {
      void opened.then(() => upstream.send(JSON.stringify(itself.up(said(data)))));
    });
    upstream.on('message', (data) => client.send(JSON.stringify(itself.down(said(data)))));
    client.on('close', () => upstream.terminate());
    upstream.on('close', (code, reason) => client.close(code === 1006 ? 1011 : code, String(reason)));
  });
  return itself;
}
