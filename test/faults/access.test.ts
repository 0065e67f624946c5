import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Log } from '../../server/core/ports';
import { GENERAL } from '../../server/protocol/ids';
import { aCid } from '../helpers/commands';
import { newKeys } from '../helpers/hubClient';
import { type TestServer, testServer } from '../helpers/testServer';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

const HOUR = 60 * 60 * 1000;

describe('who may come in', () => {
  const logged: string[] = [];
  const keep = (event: string, data?: object) => void logged.push(`${event} ${JSON.stringify(data ?? {})}`);
  const log: Log = { info: keep, warn: keep, error: keep };
  const opened: WireConnection[] = [];
  let server: TestServer;

  const connect = async () => {
    const connection = await WireConnection.open(server.url);
    opened.push(connection);
    return connection;
  };
  const enter = async (identity: ReturnType<typeof aNewcomer>) => {
    const connection = await connect();
    await connection.signIn(identity);
    return connection;
  };

  beforeEach(async () => {
    logged.length = 0;
    server = await testServer({ log, invites: 'open' });
  });
  afterEach(async () => {
    for (const connection of opened.splice(0)) connection[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  it('is not who has no proof, a wrong one, one of any length, or that of another (FAULTS 58)', async () => {
    const ana = aNewcomer('ana');
    await enter(ana);
    const member = ana.member?.id ?? assert.fail();
    const proofs = [0, 1, 31, 33, 1_000, 10_000].map((length) => randomBytes(length).toString('base64url'));
    for (const proof of proofs) {
      const connection = await connect();
      await connection.hello();
      const result = await connection.call('authenticate', { member, proof });
      assert.equal(result.ok || result.error.code, 'E_BAD_REQUEST', `${proof.length}`);
    }
    const stranger = await connect();
    await stranger.hello();
    void stranger.call('authenticate', { member, proof: randomBytes(32).toString('base64url') });
    assert.equal((await stranger.closed).code, 4501);
    const early = await connect();
    void early.call('history', { room: GENERAL, limit: 1 });
    assert.equal((await early.closed).code, 4501);
    await enter(ana);
  });

  it('leaves neither invite nor code nor key in the log (FAULTS 60)', async () => {
    const ana = await enter(aNewcomer('ana'));
    const { secret } = await ana.value('createInvite', { role: 'member', lastsMs: HOUR, uses: 1 });
    const { code } = await ana.value('createPairing', {});
    const secrets = [secret, code, code.replace('-', '')];
    for (const [attempt, name] of ['ben', 'cleo'].entries()) {
      const guest = await connect();
      await guest.hello();
      const { keys } = newKeys();
      const result = await guest.call('claim', { cid: aCid(), name, ...keys, invite: secret });
      assert.equal(result.ok || result.error.code, attempt === 0 || 'E_INVITE_USED');
      secrets.push(keys.storedKey, keys.serverKey);
    }
    const device = await connect();
    await device.hello();
    assert.ok((await device.call('pair', { cid: aCid(), code, ...newKeys().keys })).ok);
    assert.ok(logged.length > 3);
    for (const line of logged) for (const secret of secrets) assert.ok(!line.includes(secret), line);
  });

  it('is nobody who was removed: every window is closed within a second, and what it asks next is refused (FAULTS 61)', async () => {
    const ana = await enter(aNewcomer('ana'));
    const ben = aNewcomer('ben');
    const windows = await Promise.all([enter(ben), enter(ben), enter(ben)]);
    const { id: member } = ben.member ?? assert.fail();
    const startedAt = performance.now();
    const banned = ana.value('ban', { member });
    const resumed = windows[0].call('resume', { room: GENERAL });
    await banned;
    const closes = await Promise.all(windows.map((window) => window.closed));
    assert.ok(performance.now() - startedAt < 1_000);
    assert.deepEqual(new Set(closes.map(({ code }) => code)), new Set([4504]));
    await resumed;
    const late = await windows[0].call('resume', { room: GENERAL });
    assert.equal(late.ok, false);
    const back = await connect();
    await assert.rejects(back.signIn(ben));
    assert.equal((await back.closed).code, 4501);
  });
});
