// The MQTT broker from npm, with nothing changed.
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { reportsWeight } from './weight';

void Aedes.createBroker().then((broker) => {
  const server = createServer((socket) => void broker.handle(socket.setNoDelay(true)));
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
});
reportsWeight();
