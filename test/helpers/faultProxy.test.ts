import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { eventually } from './eventually';
import { FaultProxy } from './faultProxy';

/** One end of a connection, and all that came of it. */
interface End {
  readonly socket: Socket;
  heard: string;
  chunks: number;
  hasEnded: boolean;
  error: string | undefined;
}

function endOf(socket: Socket): End {
  const end: End = { socket, heard: '', chunks: 0, hasEnded: false, error: undefined };
  socket.on('data', (bytes) => {
    end.heard += String(bytes);
    end.chunks += 1;
  });
  socket.on('end', () => (end.hasEnded = true));
  socket.on('error', (error: NodeJS.ErrnoException) => (end.error = error.code));
  return end;
}

describe('the fault proxy', () => {
  let listener: Server;
  let served: End[];
  let clients: Socket[];
  let proxy: FaultProxy;
  beforeEach(async () => {
    [served, clients] = [[], []];
    listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => void served.push(endOf(socket)));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    proxy = await FaultProxy.to((listener.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const socket of [...clients, ...served.map((end) => end.socket)]) socket.destroy();
    await proxy[Symbol.asyncDispose]();
    listener.close();
  });

  const dial = (): End => {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    clients.push(socket);
    return endOf(socket);
  };
  const pair = async (): Promise<readonly [client: End, server: End]> => {
    const known = served.length;
    const client = dial();
    const server = await eventually(() => served.at(known) ?? false);
    assert.ok(server);
    return [client, server];
  };

  it('passes bytes both ways, and an end', async () => {
    const [client, server] = await pair();
    client.socket.write('ping');
    await eventually(() => server.heard === 'ping');
    server.socket.end('pong');
    await eventually(() => client.heard === 'pong' && client.hasEnded);
    client.socket.end('bye');
    await eventually(() => server.heard === 'pingbye' && server.hasEnded);
    await eventually(() => proxy.open === 0);
    assert.deepEqual([proxy.up.passedBytes, proxy.down.passedBytes], [7, 4]);
  });

  it('passes a reset', async () => {
    const [client, server] = await pair();
    client.socket.resetAndDestroy();
    await eventually(() => server.error === 'ECONNRESET');
  });

  it('takes its time, each way its own, in order', async () => {
    const [client, server] = await pair();
    proxy.up.latencyMs = 80;
    const startedAt = performance.now();
    client.socket.write('slow');
    server.socket.write('quick');
    await eventually(() => client.heard === 'quick');
    assert.equal(server.heard, '');
    client.socket.write('er');
    await eventually(() => server.heard === 'slower');
    assert.ok(performance.now() - startedAt >= 79);
  });

  it('narrows to a number of bytes a second', async () => {
    const [client, server] = await pair();
    Object.assign(proxy.down, { bytesPerSecond: 20_000, sliceBytes: 1 });
    const startedAt = performance.now();
    server.socket.write('x'.repeat(2_000));
    await eventually(() => client.heard.length === 2_000);
    assert.ok(performance.now() - startedAt >= 89, `${performance.now() - startedAt} ms`);
  });

  it('cuts into slices', async () => {
    const [client, server] = await pair();
    proxy.up.sliceBytes = 1;
    client.socket.write('abcdefgh');
    await eventually(() => server.heard === 'abcdefgh');
    assert.ok(server.chunks > 1, `${server.chunks} chunks`);
  });

  it('lets bytes vanish in one direction and says nothing of it, also not after it is healed', async () => {
    const [client, server] = await pair();
    proxy.up.isDead = true;
    client.socket.write('lost');
    server.socket.write('heard');
    await eventually(() => client.heard === 'heard');
    proxy.heal();
    client.socket.end('also lost');
    server.socket.write(' again');
    await eventually(() => client.heard === 'heard again');
    const [other, otherServer] = await pair();
    other.socket.write('new');
    await eventually(() => otherServer.heard === 'new');
    assert.deepEqual([server.heard, server.hasEnded, server.error], ['', false, undefined]);
  });

  it('ends one direction only', async () => {
    const [client, server] = await pair();
    proxy.halfClose('up');
    await eventually(() => server.hasEnded);
    server.socket.write('still here');
    await eventually(() => client.heard === 'still here');
    assert.equal(client.hasEnded, false);
  });

  it('resets every connection at both ends', async () => {
    const [client, server] = await pair();
    proxy.resetAll();
    await eventually(() => client.error === 'ECONNRESET' && server.error === 'ECONNRESET');
    assert.equal(proxy.open, 0);
  });

  it('takes a connection and never answers, or resets it', async () => {
    proxy.welcome = 'freeze';
    const frozen = dial();
    frozen.socket.write('hello?');
    await eventually(() => proxy.accepted === 1);
    proxy.welcome = 'reset';
    const reset = dial();
    await eventually(() => reset.error === 'ECONNRESET');
    proxy.welcome = 'pass';
    const [client, server] = await pair();
    client.socket.write('hello');
    await eventually(() => server.heard === 'hello');
    assert.deepEqual([frozen.heard, frozen.hasEnded, frozen.error], ['', false, undefined]);
    assert.deepEqual([proxy.accepted, served.length], [3, 1]);
  });

  it('cuts when so many bytes have passed, to the byte', async () => {
    for (const bytes of [1, 5, 10]) {
      const [client, server] = await pair();
      proxy.down.cutAfterBytes = bytes;
      server.socket.write('0123456789 and more');
      await eventually(() => client.error === 'ECONNRESET' && server.error === 'ECONNRESET');
      assert.equal(client.heard, '0123456789'.slice(0, bytes));
    }
    assert.equal(proxy.down.cuts, 3);
    const [client, server] = await pair();
    server.socket.write('0123456789 and more');
    await eventually(() => client.heard === '0123456789 and more');
  });

  it('ends a connection that was idle for too long, and none that is not', async () => {
    proxy.idleMs = 400;
    const [idle] = await pair();
    const [busy, busyServer] = await pair();
    const chatter = setInterval(() => busy.socket.write('.'), 20);
    await eventually(() => idle.hasEnded);
    const heard = busyServer.heard.length;
    await eventually(() => busyServer.heard.length > heard + 3);
    clearInterval(chatter);
    assert.deepEqual([proxy.idled, busy.hasEnded], [1, false]);
    await eventually(() => busy.hasEnded);
  });
});
