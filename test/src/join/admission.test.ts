import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { WebSocketServer } from 'ws';
import { random32 } from '../../../src/connection/digests';
import { ADMISSION_ERRORS } from '../../../src/invites/inviteSentences';
import { USUAL } from '../../../src/invites/inviteTerms';
import { type EnterPorts, type Entered, enter, enterByCode } from '../../../src/join/enter';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type TestWindow, aComputer, aWindow, addressOf, connect } from '../fixtures';

const never = new AbortController().signal;
const UNKNOWN = 'AbCdEfGhIjKlMnOpQrSt_-';

/** Answers a claim with an error. */
async function refusingServer(code: string) {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  sockets.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      const { id, call } = JSON.parse(data.toString()) as { id: number; call: string };
      const result = { protocol: 1, app: 'x', server: `s-${'a'.repeat(32)}`, nonce: random32() };
      socket.send(JSON.stringify(call === 'hello' ? { id, result } : { id, error: { code } }));
    }),
  );
  await once(sockets, 'listening');
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/chat`,
    [Symbol.asyncDispose]: () => promisify(sockets.close.bind(sockets))(),
  };
}

describe('entering where only who was invited may', () => {
  let dir: TempDir;
  let server: TestServer;
  let ana: TestWindow;
  let opened: TestWindow[];
  beforeEach(async () => {
    dir = tempDir();
    opened = [];
    const dataDir = dir.file('data');
    ana = guest('ana');
    const first = await testServer({ dataDir, invites: 'open' });
    await ana.joined(first.url, 'ana');
    await ana.session.leave();
    await first[Symbol.asyncDispose]();
    server = await testServer({ dataDir, invites: 'needed' });
    await ana.joined(server.url, 'ana');
  });
  afterEach(async () => {
    for (const window of opened) window[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  /** A window on a computer of its own. */
  function guest(name: string): TestWindow {
    const window = aWindow(aComputer(dir.file(name)));
    opened.push(window);
    return window;
  }
  const portsOf = ({ identities, session }: TestWindow, more: Partial<EnterPorts> = {}): EnterPorts => ({
    ...{ identities, connect, make: session.make.bind(session) },
    ...more,
  });
  const adopted = (window: TestWindow, entered: Entered) => {
    if (entered.ok) window.session.adopt(entered.chat);
    return entered;
  };
  const come = async (window: TestWindow, name: string, secret?: string, more?: Partial<EnterPorts>) => {
    const way = { address: addressOf(server.url), ...(secret !== undefined && { secret }) };
    return adopted(window, await enter(way, name, portsOf(window, more), never));
  };
  const comeByCode = async (window: TestWindow, code: string) =>
    adopted(window, await enterByCode({ address: addressOf(server.url) }, code, portsOf(window), never));
  const invite = async (uses = USUAL.uses) => {
    const made = await ana.session.chat!.call('createInvite', { ...USUAL, uses });
    assert.ok(made.ok, JSON.stringify(made));
    return made.value;
  };
  const code = async () => {
    const made = await ana.session.chat!.call('createPairing', {});
    assert.ok(made.ok, JSON.stringify(made));
    return made.value.code;
  };

  it('lets in who brings an invite, and knows the member without one ever after', async () => {
    const ben = guest('ben');
    const { secret } = await invite(1);
    const first = await come(ben, 'ben', secret);
    assert.ok(first.ok);
    await ben.session.leave();
    const second = await come(ben, 'ben');
    assert.ok(second.ok);
    assert.deepEqual(second.chat.identity, first.chat.identity);
  });

  it('says why it lets somebody not in, and leaves nothing behind', async () => {
    const [used, revoked] = [await invite(1), await invite()];
    await come(guest('ben'), 'ben', used.secret);
    await ana.session.chat!.call('revokeInvite', { invite: revoked.invite.id });
    const reasons = [
      [undefined, 'E_INVITE_NEEDED'],
      [UNKNOWN, 'E_NOT_FOUND'],
      [revoked.secret, 'E_NOT_FOUND'],
      [used.secret, 'E_INVITE_USED'],
    ] as const;
    const cleo = guest('cleo');
    for (const [secret, admission] of reasons)
      assert.deepEqual(await come(cleo, 'cleo', secret), { ok: false, admission });
    assert.deepEqual(await cleo.identities.names(server.lease.server), []);
  });

  for (const admission of ADMISSION_ERRORS) {
    it(`understands ${admission}`, async () => {
      await using refusing = await refusingServer(admission);
      const entered = await enter({ address: addressOf(refusing.url) }, 'ben', portsOf(guest('ben')), never);
      assert.deepEqual(entered, { ok: false, admission });
    });
  }

  it('lets in whoever’s computer it runs on by an invite that is made there', async () => {
    const { secret } = await invite();
    const asked: unknown[] = [];
    const ownInvite: EnterPorts['ownInvite'] = (...of) => {
      asked.push(of);
      return Promise.resolve(secret);
    };
    assert.ok((await come(guest('ben'), 'ben', undefined, { ownInvite })).ok);
    assert.deepEqual(asked, [[addressOf(server.url), server.lease.server]]);
  });

  it('makes no invite of one’s own for who brings one that is not good', async () => {
    const ownInvite = () => Promise.reject(new Error('asked'));
    assert.deepEqual(await come(guest('ben'), 'ben', UNKNOWN, { ownInvite }), { ok: false, admission: 'E_NOT_FOUND' });
  });

  it('lets in another device of a member by a code, once, as that member', async () => {
    const typed = (await code()).toLowerCase().replace('-', ' ');
    const laptop = guest('laptop');
    const entered = await comeByCode(laptop, typed);
    assert.ok(entered.ok);
    const { member, name, credential } = entered.chat.identity;
    const before = ana.session.chat!.identity;
    assert.deepEqual({ member, name }, { member: before.member, name: before.name });
    assert.notEqual(credential, before.credential);
    const other = guest('other');
    assert.deepEqual(await comeByCode(other, typed), { ok: false, admission: 'E_NOT_FOUND' });
    assert.deepEqual(await other.identities.names(server.lease.server), []);
  });

  it('knows the other device under its name ever after', async () => {
    const laptop = guest('laptop');
    const first = await comeByCode(laptop, await code());
    await laptop.session.leave();
    const second = await come(laptop, 'ana');
    assert.ok(first.ok && second.ok);
    assert.deepEqual(second.chat.identity, first.chat.identity);
  });
});
