// socket.io as its tutorial shows it; with a file name, each message is inserted before it is acknowledged and sent on.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { Server } from 'socket.io';
import { reportsWeight } from './weight';

const [file] = process.argv.slice(2);
const store = file === undefined ? () => undefined : inserter(file);

function inserter(path: string): (text: string) => void {
  const db = new DatabaseSync(path);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT)',
  );
  const insert = db.prepare('INSERT INTO message (text) VALUES (?)');
  return (text) => void insert.run(text);
}

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
io.on('connection', (socket) => {
  void socket.join('room');
  socket.on('post', (text: string, ack: () => void) => {
    store(text);
    ack();
    io.to('room').emit('message', text);
  });
});
reportsWeight();
http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
