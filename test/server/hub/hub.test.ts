import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Hub } from '../../../server/hub/hub';
import type { Journal } from '../../../server/journal/journal';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import { GENERAL } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { LIMITS, type ServerLimits } from '../../../server/protocol/limits';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { LIFTED } from '../../helpers/lifted';
import { HubClient } from '../../helpers/hubClient';
import { tempDir } from '../../helpers/tempDir';
import { noBytes } from '../../helpers/testHub';
import { silentLog } from '../../helpers/testServer';

describe('the hub', () => {
  let dir: ReturnType<typeof tempDir>;
  let journal: Journal;
  let hub: Hub;
  const open = (limits: Partial<ServerLimits> = {}) => {
    journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    hub = new Hub({
      journal,
      log: silentLog,
      app: 'alongside/test',
      encode: (text) => Buffer.from(text),
      limits: { ...LIFTED, ...limits },
      files: noBytes,
    });
  };
  const close = async () => {
    hub[Symbol.dispose]();
    await journal.close();
  };
  const history = () => [...journal.state.entries(GENERAL)];
  const lines = () => history().map((entry) => (entry.kind === 'message' ? entry.text : `${entry.name} ${entry.kind}`));

  beforeEach(() => {
    dir = tempDir();
    open({ leaveGraceMs: 60_000 });
  });
  afterEach(async () => {
    await close();
    dir[Symbol.dispose]();
  });

  describe('letting a member in', () => {
    it('claims a name, proves itself, and knows the member again later', async () => {
      const first = new HubClient(hub);
      const ana = await first.enter('ana');
      first.disconnect();
      const second = new HubClient(hub);
      assert.deepEqual((await second.enter(ana)).member, { id: ana.member.id, name: 'ana' });
    });

    it('closes on a wrong proof and on a member nobody is, with one and the same answer', async () => {
      const ana = await new HubClient(hub).enter('ana');
      for (const member of [ana.member.id, `m-${'0'.repeat(32)}` as typeof ana.member.id]) {
        const stranger = new HubClient(hub);
        await stranger.hello();
        void stranger.call('authenticate', { member, proof: randomBytes(32).toString('base64url') });
        assert.equal(stranger.closed, 'unauthenticated');
        assert.deepEqual(stranger.received, ['answer']); // hello's: the close says all the rest
      }
    });

    it('does not let a proof be used on another connection', async () => {
      const client = new HubClient(hub);
      let seen = '';
      const frame = client.frame.bind(client);
      client.frame = (raw) => {
        seen = raw?.includes('authenticate') ? raw : seen;
        frame(raw);
      };
      await client.enter('ana');
      const thief = new HubClient(hub);
      await thief.hello();
      thief.frame(seen);
      assert.equal(thief.closed, 'unauthenticated');
    });

    it('refuses everything before hello, and all but joining before the proof', async () => {
      const early = new HubClient(hub);
      early.frame(JSON.stringify({ id: 1, call: 'history', params: { room: GENERAL, limit: 1 } }));
      assert.equal(early.closed, 'unauthenticated');
      const half = new HubClient(hub);
      await half.hello();
      half.frame(JSON.stringify({ id: 2, call: 'post', params: { cid: aCid(), room: GENERAL, text: 'hi' } }));
      assert.equal(half.closed, 'unauthenticated');
      assert.deepEqual(history(), []);
    });

    it('closes on a second hello and on another protocol version', async () => {
      const twice = new HubClient(hub);
      await twice.hello();
      twice.frame(JSON.stringify({ id: 2, call: 'hello', params: { protocol: 1, app: 'x', nonce: 'a'.repeat(43) } }));
      assert.equal(twice.closed, 'badRequest');
      const newer = new HubClient(hub);
      newer.frame(JSON.stringify({ id: 1, call: 'hello', params: { protocol: 2, app: 'x', nonce: 'a'.repeat(43) } }));
      assert.equal(newer.closed, 'version');
    });

    it('closes who has not proved a member within the deadline, whatever was said in between', async () => {
      await close();
      open({ helloDeadlineMs: 30 });
      const slow = new HubClient(hub);
      await slow.hello();
      await eventually(() => assert.equal(slow.closed, 'authTimeout'));
    });
  });

  describe('delivering', () => {
    it('sends an entry to all, the sender too, and the acknowledgement before it', async () => {
      const [ana, ben] = [new HubClient(hub), new HubClient(hub)];
      await ana.enter('ana');
      await ben.enter('ben');
      await Promise.all([ana.resume(), ben.resume()]);
      await eventually(() => assert.equal(ben.entries.filter(({ kind }) => kind === 'joined').length > 0, true));
      const quietSince = performance.now();
      await eventually(() => assert.ok(performance.now() - quietSince > 30)); // so that it is not gathered but sent at once
      ana.received.length = 0;
      const { seq, at } = await ana.post('hello');
      await eventually(() => assert.ok(ben.entries.some((entry) => entry.seq === seq)));
      assert.deepEqual(ana.entries.at(-1), history().at(-1));
      assert.deepEqual(ben.entries.at(-1), ana.entries.at(-1));
      assert.deepEqual([ana.entries.at(-1)?.seq, ana.entries.at(-1)?.at], [seq, at]);
      assert.deepEqual(ana.received.slice(0, 2), ['answer', 'entries']);
    });

    it('gives whoever resumes in the middle of a storm every entry once, in order', async () => {
      const sender = new HubClient(hub);
      await sender.enter('ana');
      const sent: Promise<unknown>[] = [];
      const resumed: { readonly page: readonly Entry[]; readonly client: HubClient }[] = [];
      for (let i = 0; i < 40; i++) {
        for (let n = 0; n < 5; n++) sent.push(sender.post(`${i}.${n}`));
        const client = new HubClient(hub);
        await client.enter(`reader${i}`);
        const page = await client.resume();
        resumed.push({ page: page.entries, client });
      }
      await Promise.all(sent);
      const head = () => journal.state.room(GENERAL)?.head;
      const seen = () => resumed.map(({ page, client }) => [...page, ...client.entries].map(({ seq }) => seq));
      await eventually(() => assert.ok(seen().every((seqs) => seqs.at(-1) === head())));
      for (const seqs of seen()) {
        const gapless = Array.from(seqs, (_, i) => (seqs[0] ?? 0) + i);
        assert.deepEqual(seqs, gapless);
      }
    });

    it('pages what was missed to the end, and pushes only from there', async () => {
      const ana = new HubClient(hub);
      await ana.enter('ana');
      const { epoch } = await ana.resume();
      await Promise.all(Array.from({ length: 2 * LIMITS.pageEntries + 10 }, (_, i) => ana.post(`${i}`)));
      const ben = new HubClient(hub);
      await ben.enter('ben');
      await eventually(() => assert.equal(lines().at(-1), 'ben joined'));
      const pages = [];
      let page = await ben.resume({ epoch, seq: 1 });
      const toldUntilThen = [...ben.entries];
      const { seq } = await ana.post('meanwhile');
      await eventually(() => assert.equal(ana.entries.at(-1)?.seq, seq));
      for (; page.status === 'more'; page = await ben.resume({ epoch, seq: pages.at(-1)?.at(-1)?.seq ?? 0 })) {
        pages.push(page.entries);
        assert.deepEqual(ben.entries, toldUntilThen);
      }
      pages.push(page.entries);
      assert.equal(page.status, 'complete');
      assert.deepEqual(pages.flat(), history().slice(1));
      assert.deepEqual(
        pages.map((entries) => entries.length),
        [LIMITS.pageEntries, LIMITS.pageEntries, 12],
      );
      await ana.post('from there');
      await eventually(() => assert.deepEqual(ben.entries, [...toldUntilThen, history().at(-1)]));
    });

    it('resets a cursor of another epoch, and one from the future', async () => {
      const ana = new HubClient(hub);
      await ana.enter('ana');
      const { epoch, head } = await ana.resume();
      const other = `e-${'0'.repeat(32)}` as typeof epoch;
      assert.equal((await ana.resume({ epoch: other, seq: head })).status, 'reset');
      assert.equal((await ana.resume({ epoch, seq: head + 1 })).status, 'reset');
      assert.equal((await ana.resume({ epoch, seq: head })).status, 'complete');
    });

    it('closes a reader who does not keep up instead of leaving out a frame, and goes on with the others', async () => {
      const [ana, slow] = [new HubClient(hub), new HubClient(hub)];
      await ana.enter('ana');
      await slow.enter('slow');
      await Promise.all([ana.resume(), slow.resume()]);
      slow.queuedBytes = LIMITS.sendQueueBytes + 1;
      const { seq } = await ana.post('hello');
      await eventually(() => assert.equal(slow.closed, 'slow'));
      await eventually(() => assert.ok(ana.entries.some((entry) => entry.seq === seq)));
      assert.ok(!slow.entries.some((entry) => entry.seq === seq));
    });

    it('answers a repeated post with the first seq and delivers it once', async () => {
      const ana = new HubClient(hub);
      await ana.enter('ana');
      await ana.resume();
      const post = { cid: aCid(), room: GENERAL, text: 'once' } as const;
      const answers = [await ana.value('post', post), await ana.value('post', post)];
      assert.deepEqual(answers[1], answers[0]);
      const last = await ana.post('last');
      await eventually(() => assert.equal(ana.entries.at(-1)?.seq, last.seq));
      assert.equal(ana.entries.filter((entry) => entry.kind === 'message').length, 2);
    });

    it('keeps a page below what a client takes, whatever the texts grow to on the wire', async () => {
      const ana = new HubClient(hub);
      await ana.enter('ana');
      for (let i = 0; i < 40; i++) await ana.post('\u0001'.repeat(LIMITS.textCodePoints));
      let longest = 0;
      ana.send = (frame) => void (longest = Math.max(longest, Buffer.byteLength(String(frame))));
      for (const place of [{}, { before: 40 }, { after: 1 }]) {
        ana.frame(JSON.stringify({ id: 99, call: 'history', params: { room: GENERAL, limit: 300, ...place } }));
      }
      ana.frame(JSON.stringify({ id: 99, call: 'resume', params: { room: GENERAL } }));
      await eventually(() => assert.ok(longest > 0));
      assert.ok(longest < LIMITS.frameOutBytes, `${longest}`);
    });

    it('gives pages of history before and after a place', async () => {
      const ana = new HubClient(hub);
      await ana.enter('ana');
      await Promise.all(Array.from({ length: 20 }, (_, i) => ana.post(`${i}`)));
      const seqs = async (place: object) =>
        (await ana.value('history', { room: GENERAL, limit: 3, ...place })).entries.map(({ seq }) => seq);
      assert.deepEqual(await seqs({ before: 10 }), [7, 8, 9]);
      assert.deepEqual(await seqs({ before: 2 }), [1]);
      assert.deepEqual(await seqs({ after: 19 }), [20, 21]);
      assert.deepEqual(await seqs({}), [19, 20, 21]);
      assert.deepEqual(await ana.call('history', { room: 'nowhere' as typeof GENERAL, limit: 3 }), {
        ok: false,
        error: { code: 'E_NOT_FOUND', detail: 'E_NOT_FOUND' },
      });
    });
  });

  describe('saying who came and went', () => {
    it('tells that a member has joined once for all of that member’s windows', async () => {
      const window = new HubClient(hub);
      const ana = await window.enter('ana');
      const other = new HubClient(hub);
      await other.enter(ana);
      await window.value('leave', {});
      window.disconnect();
      await other.post('still here');
      assert.deepEqual(lines(), ['ana joined', 'still here']);
    });

    it('says nothing of a short reconnect', async () => {
      const window = new HubClient(hub);
      const ana = await window.enter('ana');
      await eventually(() => assert.deepEqual(lines(), ['ana joined']));
      window.disconnect();
      const again = new HubClient(hub);
      await again.enter(ana);
      await again.post('back');
      assert.deepEqual(lines(), ['ana joined', 'back']);
    });

    it('says at once that a member has left who said so', async () => {
      const window = new HubClient(hub);
      await window.enter('ana');
      await window.value('leave', {});
      window.disconnect();
      await eventually(() => assert.deepEqual(lines(), ['ana joined', 'ana left']));
    });

    it('says after the grace time that a member is gone, also when the server was restarted in between', async () => {
      await close();
      open({ leaveGraceMs: 20 });
      const [lost, kept] = [new HubClient(hub), new HubClient(hub)];
      await lost.enter('ana');
      const ben = await kept.enter('ben');
      await eventually(() => assert.equal(lines().length, 2));
      lost.disconnect();
      await eventually(() => assert.equal(lines().at(-1), 'ana left'));
      await close();
      open({ leaveGraceMs: 20 });
      await eventually(() => assert.equal(lines().at(-1), 'ben left'));
      await new HubClient(hub).enter(ben);
      await eventually(() => assert.equal(lines().at(-1), 'ben joined'));
    });

    it('tells everybody how many people are there', async () => {
      const ana = new HubClient(hub);
      await ana.enter('ana');
      await ana.resume();
      const ben = new HubClient(hub);
      const credential = await ben.enter('ben');
      await new HubClient(hub).enter(credential);
      assert.equal((await ben.resume()).people, 2);
      await eventually(() => assert.equal(ana.people.at(-1), 2));
    });
  });

  describe('bad frames', () => {
    it('answers each, and closes at the third within a minute', async () => {
      const client = new HubClient(hub);
      for (const raw of ['', 'not JSON']) client.frame(raw);
      assert.equal(client.closed, undefined);
      client.frame(undefined);
      assert.deepEqual(client.received, ['answer', 'answer', 'answer']);
      await eventually(() => assert.equal(client.closed, 'badRequest'));
    });

    it('answers an unknown call and lives on', async () => {
      const client = new HubClient(hub);
      for (let i = 0; i < 5; i++) client.frame(JSON.stringify({ id: i, call: 'dance', params: {} }));
      await client.enter('ana');
      assert.equal(client.closed, undefined);
    });

    it('takes only so many calls at a time from one connection', async () => {
      const client = new HubClient(hub);
      await client.enter('ana');
      const post = () => client.call('post', { cid: aCid(), room: GENERAL, text: 'x' });
      const answers = await Promise.all(Array.from({ length: LIMITS.callsInFlight + 1 }, post));
      const refused = answers.filter((answer) => !answer.ok);
      assert.deepEqual(refused, [{ ok: false, error: { code: 'E_RATE', detail: 'E_RATE', retryAfterMs: 1_000 } }]);
    });
  });
});
