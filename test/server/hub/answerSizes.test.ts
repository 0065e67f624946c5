import assert from 'node:assert/strict';
import { GENERAL, type Seq } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import type { Entry } from '../../../server/protocol/model';
import { HubClient } from '../../helpers/hubClient';
import { say } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

/** As long as a message may be, in the longest characters. */
const LONG = `${'𝄞'.repeat(LIMITS.textCodePoints - 7)} needle`;

describe('an answer with many of the longest messages', function () {
  this.timeout(20_000);
  let under: TestHub;
  let ana: HubClient;
  let seqs: Seq[];

  before(async () => {
    under = testHub({ sendBurst: 1_000, sendsPerMinute: 60_000 });
    ana = new HubClient(under.hub);
    await ana.enter('ana');
    seqs = [];
    for (let i = 0; i < LIMITS.searchEntries; i += 1) {
      const seq = await say(ana, GENERAL, LONG);
      await ana.value('flag', { room: GENERAL, seq, flag: 'pinned', isOn: true });
      seqs.unshift(seq);
    }
  });
  after(() => under[Symbol.asyncDispose]());

  const fits = (answer: object) => {
    const bytes = Buffer.byteLength(JSON.stringify(answer));
    assert.ok(bytes <= LIMITS.frameOutBytes, `${bytes} bytes`);
  };
  const seqsOf = (entries: readonly Entry[]) => entries.flatMap(({ kind, seq }) => (kind === 'message' ? [seq] : []));

  it('of a search fits into what a client takes, and the rest comes when it is asked for', async () => {
    const found: Seq[] = [];
    for (let next: string | undefined; ;) {
      const answer = await ana.value('find', { text: 'needle', limit: 50, ...(next !== undefined && { next }) });
      fits(answer);
      found.push(...seqsOf(answer.found.map(({ entry }) => entry)));
      next = answer.next;
      if (next === undefined) break;
    }
    assert.deepEqual(found, seqs);
  });

  it('of a search in one room does as well', async () => {
    const found: Seq[] = [];
    for (let before: Seq | undefined; ;) {
      const place = before === undefined ? {} : { before };
      const answer = await ana.value('search', { room: GENERAL, text: 'needle', limit: 50, ...place });
      fits(answer);
      found.push(...seqsOf(answer.entries));
      if (answer.complete) break;
      before = answer.reached;
    }
    assert.deepEqual(found, seqs);
  });

  it('of what is pinned does as well', async () => {
    const found: Seq[] = [];
    for (let after: Seq | undefined; ;) {
      const answer = await ana.value('pinned', { room: GENERAL, ...(after !== undefined && { after }) });
      fits(answer);
      found.push(...seqsOf(answer.entries));
      after = answer.next;
      if (after === undefined) break;
    }
    assert.deepEqual(found, seqs);
    assert.deepEqual(await ana.value('pinned', { room: GENERAL, after: 1_000_000 }), { entries: [] });
  });

  it('of a page of history does as well', async () => {
    fits(await ana.value('history', { room: GENERAL, limit: LIMITS.pageEntries }));
    fits(await ana.value('resume', { room: GENERAL }));
  });
});
