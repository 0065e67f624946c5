import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fc from 'fast-check';
import { Session, pacesOf } from '../../server/hub/session';
import { type Cid, Epoch, GENERAL, newCid } from '../../server/protocol/ids';
import { LIMITS, SERVER_LIMITS } from '../../server/protocol/limits';
import { eventually } from '../helpers/eventually';
import { testServer } from '../helpers/testServer';
import { withBystander } from './bystander';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

interface Said {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly final: boolean };
}

const nonce = randomBytes(32).toString('base64url');
const hello = { id: 1, call: 'hello', params: { protocol: 1, app: 'test', nonce } };
const aCid = (): Cid => newCid(Date.now(), randomBytes(16));
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('calls that should not be', () => {
  const scene = withBystander();
  let people = 0;
  afterEach(() => {
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  const member = async (): Promise<WireConnection> => {
    const connection = await WireConnection.open(scene.server.url);
    await connection.signIn(aNewcomer(`member${(people += 1)}`));
    return connection;
  };
  /** Sends frames as they are, and gives back what the server says to each. */
  const say = async (connection: WireConnection, ...frames: readonly (string | Uint8Array)[]): Promise<Said[]> => {
    const said: Said[] = [];
    for (const frame of frames) {
      connection.socket.send(frame);
      for (;;) {
        const [data] = (await once(connection.socket, 'message')) as [Buffer];
        const answer = JSON.parse(data.toString()) as Said;
        if ('push' in answer) continue;
        said.push(answer);
        break;
      }
    }
    return said;
  };
  const codes = async (connection: WireConnection, ...frames: readonly (string | Uint8Array)[]) =>
    (await say(connection, ...frames)).map(({ error }) => error?.code);
  const code = async (call: string, params: unknown, id: unknown = 7): Promise<string | undefined> => {
    using connection = await member();
    return (await codes(connection, JSON.stringify({ id, call, params })))[0];
  };
  const closing = async (...frames: readonly (string | object)[]) => {
    using connection = await WireConnection.open(scene.server.url);
    for (const frame of frames) connection.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    return await connection.closed;
  };

  describe('because they are no calls', () => {
    const frames: readonly (readonly [name: string, frame: string | Uint8Array])[] = [
      ['a binary frame', Buffer.from(JSON.stringify(hello))],
      ['an empty frame', ''],
      ['what is not JSON', 'hello'],
      ['half a call', '{"id":1,"call":"hello"'],
      ['an array', '[]'],
      ['a number', '42'],
      ['a string', '"hello"'],
      ['null', 'null'],
      ['a call without an id', '{"call":"hello","params":{}}'],
      ['a call without a name', '{"id":1,"params":{}}'],
      ['30,000 nested brackets', nested(30_000)],
      ['30,000 nested brackets in a call', `{"id":1,"call":"hello","params":${nested(30_000)}}`],
      ['brackets nested one level too deep', `{"id":1,"call":"hello","params":{"x":${nested(LIMITS.jsonDepth - 1)}}}`],
      [
        'too many keys',
        JSON.stringify({ ...hello, ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, 0])) }),
      ],
      ['too many items', JSON.stringify({ ...hello, params: { ...hello.params, x: Array(301).fill(0) } })],
    ];
    for (const [name, frame] of frames) {
      it(`are answered E_BAD_REQUEST: ${name}`, async () => {
        using connection = await WireConnection.open(scene.server.url);
        const [said] = await say(connection, frame);
        assert.equal(said?.error?.code, 'E_BAD_REQUEST');
        assert.equal(said.error.final, true);
      });

      it(`close the connection with 4500 the third time: ${name}`, async () => {
        using connection = await WireConnection.open(scene.server.url);
        assert.deepEqual(await codes(connection, frame, frame, frame), Array(3).fill('E_BAD_REQUEST'));
        assert.equal((await connection.closed).code, 4500);
      });
    }

    it('may be nested as deep as the limit', async () => {
      using connection = await WireConnection.open(scene.server.url);
      const params = `{"protocol":1,"app":"test","nonce":"${nonce}","x":${nested(LIMITS.jsonDepth - 2)}}`;
      const [said] = await say(connection, `{"id":1,"call":"hello","params":${params}}`);
      assert.ok(said?.result);
    });

    it('close nothing when they come a minute apart', async () => {
      const closed: string[] = [];
      let now = 0;
      const session = new Session(
        { address: undefined, queuedBytes: 0, send: () => undefined, close: (reason) => closed.push(reason) },
        {
          limits: SERVER_LIMITS,
          ...pacesOf(SERVER_LIMITS),
          now: () => now,
          answer: () => Promise.reject(new Error()),
          ended: () => undefined,
        },
      );
      for (; now < 10 * LIMITS.badFrameWindowMs; now += LIMITS.badFrameWindowMs / 2) session.received('x');
      assert.deepEqual(closed, []);
      session.received('x');
      session.received('x');
      await eventually(() => assert.deepEqual(closed, ['badRequest']));
      session.closed();
    });

    it('are refused whatever they are, and never crash the server', async () => {
      const afield = fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('hello', 'post', 'resume', 'history', '__proto__', 1, -1),
      );
      const aframe = fc.oneof(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
        fc.json(),
        fc
          .record({ id: afield, call: afield, params: afield }, { requiredKeys: [] })
          .map((frame) => JSON.stringify(frame)),
      );
      await fc.assert(
        fc.asyncProperty(aframe, async (frame) => {
          using connection = await WireConnection.open(scene.server.url);
          connection.socket.send(frame);
          const answer = once(connection.socket, 'message').then(
            ([data]) => JSON.parse(String(data as Buffer)) as Said,
          );
          const outcome = await Promise.race([answer, connection.closed]);
          if ('error' in outcome) assert.match(outcome.error.code, /^E_(BAD_REQUEST|UNKNOWN_TYPE)$/);
          else assert.ok('code' in outcome && outcome.code === 4501, JSON.stringify(outcome));
        }),
        { numRuns: 200 },
      );
    });
  });

  describe('because of the names they use', () => {
    const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

    it('are unknown, and the connection lives', async () => {
      using connection = await member();
      for (const call of [...inherited, 'Post', 'admin', '']) {
        assert.deepEqual(
          await codes(connection, JSON.stringify({ id: 1, call, params: {} })),
          ['E_UNKNOWN_TYPE'],
          call,
        );
      }
      assert.equal((await connection.call('resume', { room: GENERAL })).ok, true);
    });

    it('find no room', async () => {
      for (const room of inherited) {
        assert.match(
          (await code('post', { cid: aCid(), room, text: 'hi' })) ?? '',
          /^E_(NOT_FOUND|BAD_REQUEST)$/,
          room,
        );
        assert.match((await code('resume', { room })) ?? '', /^E_(NOT_FOUND|BAD_REQUEST)$/, room);
        assert.match((await code('history', { room, limit: 1 })) ?? '', /^E_(NOT_FOUND|BAD_REQUEST)$/, room);
      }
    });

    it('change nothing as keys', async () => {
      using connection = await member();
      const poison = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
      const [said] = await say(connection, `{${poison},"id":1,"call":"resume","params":{${poison},"room":"general"}}`);
      assert.ok(said?.result);
      assert.deepEqual(Object.keys(said), ['id', 'result']);
      const [missing] = await codes(connection, '{"id":1,"call":"resume","params":{"__proto__":{"room":"general"}}}');
      assert.equal(missing, 'E_BAD_REQUEST');
    });

    it('change nothing as names of people', async () => {
      for (const name of inherited) {
        using connection = await WireConnection.open(scene.server.url);
        const welcome = await connection.signIn(aNewcomer(name)).catch((error: unknown) => String(error));
        if (typeof welcome === 'string') assert.match(welcome, /E_NAME_INVALID/);
        else assert.equal(welcome.member.name, name);
      }
    });

    it('are heard in spite of fields that nobody knows', async () => {
      using connection = await member();
      const params = { room: GENERAL, cid: aCid(), text: 'hi', colour: 'red', nested: { a: [1] } };
      const [said] = await say(connection, JSON.stringify({ id: 9, call: 'post', params, priority: 'high' }));
      assert.deepEqual([said?.id, Object.keys(said?.result ?? {})], [9, ['seq', 'at']]);
    });
  });

  describe('because of their numbers', () => {
    const epoch = Epoch.parse(`e-${'0'.repeat(32)}`);
    const none = [-1, 0.5, 1e308, 2 ** 53, '1', null, true, [], {}];

    it('are answered E_BAD_REQUEST', async () => {
      for (const number of none) {
        const shown = JSON.stringify(number);
        assert.equal(await code('history', { room: GENERAL, limit: number }), 'E_BAD_REQUEST', `limit ${shown}`);
        assert.equal(
          await code('history', { room: GENERAL, limit: 1, before: number }),
          'E_BAD_REQUEST',
          `before ${shown}`,
        );
        assert.equal(
          await code('history', { room: GENERAL, limit: 1, after: number }),
          'E_BAD_REQUEST',
          `after ${shown}`,
        );
        assert.equal(
          await code('resume', { room: GENERAL, after: { epoch, seq: number } }),
          'E_BAD_REQUEST',
          `seq ${shown}`,
        );
        assert.equal(await code('resume', { room: GENERAL }, number), 'E_BAD_REQUEST', `id ${shown}`);
      }
      for (const limit of [0, LIMITS.pageEntries + 1]) {
        assert.equal(await code('history', { room: GENERAL, limit }), 'E_BAD_REQUEST', `limit ${limit}`);
      }
      for (const limit of [0, LIMITS.searchEntries + 1]) {
        assert.equal(await code('search', { room: GENERAL, text: 'x', limit }), 'E_BAD_REQUEST', `limit ${limit}`);
      }
      for (const number of ['NaN', 'Infinity', '1e999', '01', '+1', '0x1']) {
        using connection = await member();
        const frame = `{"id":1,"call":"history","params":{"room":"general","limit":${number}}}`;
        assert.deepEqual(await codes(connection, frame), ['E_BAD_REQUEST'], number);
      }
    });

    it('start the reader anew when they are from the future', async () => {
      using connection = await member();
      const now = await connection.value('resume', { room: GENERAL });
      for (const seq of [now.head + 1, 2 ** 52, Number.MAX_SAFE_INTEGER]) {
        const { status } = await connection.value('resume', { room: GENERAL, after: { epoch: now.epoch, seq } });
        assert.equal(status, 'reset', String(seq));
      }
      const other = await connection.value('resume', { room: GENERAL, after: { epoch, seq: 1 } });
      assert.equal(other.status, 'reset');
    });
  });

  describe('because it is not their turn', () => {
    const early = {
      post: { cid: aCid(), room: GENERAL, text: 'hi' },
      resume: { room: GENERAL },
      history: { room: GENERAL, limit: 1 },
      leave: { room: GENERAL },
    };
    const claim = { cid: aCid(), name: 'eve', storedKey: nonce, serverKey: nonce };
    const authenticate = { member: `m-${'0'.repeat(32)}`, proof: nonce };

    for (const [call, params] of Object.entries({ ...early, claim, authenticate })) {
      it(`close the connection with 4501 before hello: ${call}`, async () => {
        assert.equal((await closing({ id: 1, call, params })).code, 4501);
      });
    }
    for (const [call, params] of Object.entries(early)) {
      it(`close the connection with 4501 before authenticate: ${call}`, async () => {
        assert.equal((await closing(hello, { id: 2, call, params })).code, 4501);
      });
    }

    it('close the connection with 4500 at a second hello', async () => {
      assert.equal((await closing(hello, hello)).code, 4500);
      using connection = await member();
      connection.socket.send(JSON.stringify(hello));
      assert.equal((await connection.closed).code, 4500);
    });

    it('close the connection with 4501 when the proof is wrong', async () => {
      assert.equal((await closing(hello, { id: 2, call: 'authenticate', params: authenticate })).code, 4501);
    });

    it('close the connection with 4502 when nobody has signed in by the deadline', async () => {
      assert.equal(LIMITS.helloDeadlineMs, 10_000);
      await using hasty = await testServer({ limits: { helloDeadlineMs: 150 } });
      using silent = await WireConnection.open(hasty.url);
      using greeted = await WireConnection.open(hasty.url);
      greeted.socket.send(JSON.stringify(hello));
      assert.equal((await silent.closed).code, 4502);
      assert.equal((await greeted.closed).code, 4502);
    });

    it('do not close the connection of who signed in before it', async () => {
      await using hasty = await testServer({ limits: { helloDeadlineMs: 150 } });
      using signedIn = await WireConnection.open(hasty.url);
      await signedIn.signIn(aNewcomer('ana'));
      using silent = await WireConnection.open(hasty.url);
      await silent.closed;
      assert.equal((await signedIn.call('resume', { room: GENERAL })).ok, true);
    });

    it('close the connection with 4505 and say what to update', async () => {
      const of = (protocol: number) => closing({ ...hello, params: { ...hello.params, protocol } });
      assert.deepEqual(await of(0), { code: 4505, reason: 'update the extension' });
      assert.deepEqual(await of(2), { code: 4505, reason: 'update the server' });
    });
  });
});
