import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { LIMITS } from '../../server/protocol/limits';
import { eventually } from '../helpers/eventually';
import type { RecordedChat } from '../helpers/recordedChat';
import { testServer } from '../helpers/testServer';
import { QUICK, Scene } from './scene';

const TEXT = 'only for those I know';

/** Another program, and what it heard. */
interface Stranger extends AsyncDisposable {
  readonly port: number;
  readonly heard: () => Buffer;
}

async function strangerAt(make: (hear: (bytes: Buffer) => void) => Server): Promise<Stranger> {
  const chunks: Buffer[] = [];
  const server = make((bytes) => chunks.push(bytes));
  server.on('connection', (socket) => socket.on('data', (bytes) => chunks.push(bytes)).on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => Buffer.concat(chunks),
    async [Symbol.asyncDispose]() {
      if ('closeAllConnections' in server) (server.closeAllConnections as () => void)();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Speaks the protocol and says that it is the server that somebody knows. */
function impostor(serverId: string, hear: (unmasked: Buffer) => void): Server {
  const random = () => randomBytes(32).toString('base64url');
  const http = createHttp();
  const answers: Readonly<Record<string, (params: { member?: string }) => object>> = {
    hello: () => ({ protocol: 1, app: 'alongside/9', server: serverId, nonce: random() }),
    authenticate: ({ member }) => ({
      proof: random(),
      member: { id: member, name: 'ana' },
      epoch: `e-${'0'.repeat(32)}`,
      rooms: [],
    }),
  };
  new WebSocketServer({ server: http }).on('connection', (socket: WebSocket) => {
    socket.on('message', (data) => {
      hear(data as Buffer);
      const { id, call, params } = JSON.parse((data as Buffer).toString()) as {
        id: number;
        call: string;
        params: object;
      };
      socket.send(JSON.stringify({ id, result: answers[call]?.(params) ?? {} }));
    });
  });
  return http;
}

const STRANGERS: readonly (readonly [name: string, ending: RegExp, make: typeof impostor])[] = [
  ['a web server', /is not a Team Chat server/, () => createHttp((_request, response) => response.end('hello'))],
  [
    'a program that talks first',
    /not a|no Team Chat/i,
    () => createTcp((socket) => socket.write('220 mail ESMTP\r\n')),
  ],
  ['one that pretends to be the server', /could not prove that it is your server/, impostor],
];

describe('a port at which somebody else listens now', () => {
  for (const [name, reason, make] of STRANGERS) {
    it(`learns nothing, and the text is kept: ${name}`, async () => {
      await using scene = await Scene.open();
      const { proxy } = scene;
      const ana = await scene.join('ana', { through: 'proxy' });
      const { server, credential } = ana.chat.identity;
      await using stranger = await strangerAt((hear) => make(server, hear));
      proxy.target = () => stranger.port;
      proxy.resetAll();
      await eventually(() => ana.chat.link.at !== 'online');
      await ana.post(TEXT);
      await eventually(() => assert.match((ana.chat.link as { reason?: string }).reason ?? '', reason));
      assert.equal(ana.chat.link.at, make === impostor ? 'stopped' : 'offline');

      await isKept(scene, ana);
      hasNotHeard(stranger, credential);
      proxy.target = () => scene.server.port;
      ana.chat.retryNow();
      await scene.check();
      assert.deepEqual(ana.texts, [TEXT]);
    });
  }

  it('learns nothing, and the text is kept: another team’s server', async () => {
    await using scene = await Scene.open();
    await using other = await testServer();
    const ana = await scene.join('ana', { through: 'proxy' });
    scene.proxy.target = () => other.port;
    scene.proxy.resetAll();
    await eventually(() => ana.chat.link.at !== 'online');
    await ana.post(TEXT);
    await eventually(() => ana.chat.link.at === 'stopped');
    assert.match((ana.chat.link as { reason: string }).reason, /^Another Team Chat server/);
    await isKept(scene, ana);
    scene.proxy.target = () => scene.server.port;
    ana.chat.retryNow();
    await scene.check();
  });
});

describe('a server that takes a connection and never answers the upgrade', () => {
  it('is given up after a while, asked again later, and the text is kept', async () => {
    assert.equal(LIMITS.connectMs, QUICK.connectMs * 50);
    await using scene = await Scene.open();
    const { proxy } = scene;
    const ana = await scene.join('ana', { through: 'proxy' });
    proxy.welcome = 'freeze';
    const frozenAt = performance.now();
    const before = proxy.accepted;
    proxy.resetAll();
    await ana.post(TEXT);
    await eventually(() => proxy.accepted >= before + 3);
    assert.ok(performance.now() - frozenAt >= 2 * QUICK.connectMs, 'each has had its time');
    assert.ok(proxy.open <= 1, 'what is given up is closed');
    assert.match((ana.chat.link as { reason: string }).reason, /did not answer in time/);
    await isKept(scene, ana);
    proxy.heal();
    await scene.check();
    assert.deepEqual(ana.texts, [TEXT]);
  });
});

async function isKept(scene: Scene, ana: RecordedChat): Promise<void> {
  assert.deepEqual(
    ana.chat.pending.map(({ text, state, kept }) => ({ text, state, kept })),
    [{ text: TEXT, state: 'waiting', kept: true }],
  );
  assert.equal((await readdir(scene.outbox(ana))).length, 1);
}

/** Neither the secret in any dress, nor the text. */
function hasNotHeard(stranger: Stranger, credential: string): void {
  const heard = stranger.heard();
  assert.ok(heard.length > 0);
  const secret = Buffer.from(credential, 'base64url');
  for (const dress of [credential, secret, secret.toString('hex'), secret.toString('base64'), TEXT]) {
    assert.ok(!heard.includes(dress));
  }
}
