// Whoever answers in place of a server, with a certificate of its own: strangerMain.ts PORT. Tells all that it is told.
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import { selfSigned } from './certificates';

const tell = (what: object): void => void process.send?.(what);

const stranger = createServer(selfSigned(), (socket) => {
  socket.on('data', (data: Buffer) => tell({ heard: data.toString('latin1') })).on('error', () => undefined);
});
stranger.on('connection', (line: Socket) => line.on('close', () => tell({ visited: true })));
stranger.on('tlsClientError', () => undefined);
stranger.listen(Number(process.argv[2]), '0.0.0.0', () => tell({ listening: true }));
