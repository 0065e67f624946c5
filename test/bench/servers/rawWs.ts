// The least that a chat server in Node can be: a loop of send, and nothing kept.
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { reportsWeight } from './weight';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
const members = new Set<WebSocket>();

server.on('connection', (socket) => {
  members.add(socket);
  socket.on('close', () => members.delete(socket));
  socket.on('message', (data: Buffer) => {
    const cut = data.indexOf(0x20);
    socket.send(`+${data.toString('latin1', 0, cut)}`);
    const message = data.subarray(cut + 1);
    for (const member of members) member.send(message, { binary: false });
  });
});
reportsWeight();
server.on('listening', () => process.send?.({ port: (server.address() as AddressInfo).port }));
