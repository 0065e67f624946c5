import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import { GENERAL } from '../../../server/protocol/ids';
import { aClaim, aPost } from '../../helpers/commands';
import { tempDir } from '../../helpers/tempDir';
import { eventually } from '../../helpers/eventually';
import { silentLog } from '../../helpers/testServer';
import { journalContract } from './journalContract';

journalContract('local', () => {
  const dir = tempDir();
  const open = () => openLocalJournal({ dataDir: dir.path, log: silentLog });
  let journal = open();
  return Promise.resolve({
    get journal() {
      return journal;
    },
    async reopen() {
      await journal.close();
      return (journal = open());
    },
    async [Symbol.asyncDispose]() {
      await journal.close();
      dir[Symbol.dispose]();
    },
  });
});

describe('the local journal', () => {
  it('commits all that arrives in one turn together', async () => {
    using dir = tempDir();
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    const claimed = await journal.submit(aClaim());
    assert.ok(claimed.ok);
    let commits = 0;
    using _following = journal.follow(() => (commits += 1));
    await Promise.all(Array.from({ length: 100 }, () => journal.submit(aPost(claimed.value.member.id))));
    assert.equal(commits, 1);
    await journal.close();
  });

  it('never lets the time of entries run backwards, nor jump to that of an imported one', async () => {
    using dir = tempDir();
    let now = 5_000_000;
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog, now: () => now });
    const claimed = await journal.submit(aClaim());
    assert.ok(claimed.ok);
    const member = claimed.value.member.id;
    await journal.submit(aPost(member));
    now -= 3_600_000;
    await journal.submit(aPost(member));
    const future = { kind: 'message', name: 'eva', at: 9_000_000_000, text: 'from the future' } as const;
    await journal.submit({ kind: 'import', room: GENERAL, entries: [future] });
    now = 6_000_000;
    await journal.submit(aPost(member));
    const times = [...journal.state.entries(GENERAL)].map(({ at }) => at);
    assert.deepEqual(times, [5_000_000, 5_000_000, 9_000_000_000, 6_000_000]);
    await journal.close();
  });

  it('gives a cid its first seq and time again 30 days and three restarts later', async () => {
    using dir = tempDir();
    let now = 5_000_000;
    const open = () => openLocalJournal({ dataDir: dir.path, log: silentLog, now: () => now });
    let journal = open();
    const claimed = await journal.submit(aClaim());
    assert.ok(claimed.ok);
    const post = aPost(claimed.value.member.id);
    assert.ok((await journal.submit(post)).ok);
    for (let restart = 1; restart <= 3; restart += 1) {
      await journal.submit(aPost(claimed.value.member.id, { text: `after restart ${restart}` }));
      await journal.close();
      now += 10 * 24 * 3_600_000;
      journal = open();
      assert.deepEqual(await journal.submit(post), { ok: true, value: { seq: 1, at: 5_000_000 } });
    }
    assert.equal(journal.state.room(GENERAL)?.head, 4);
    await journal.close();
  });

  it('carries out the other commands of a batch in which one meets a bug', async () => {
    using dir = tempDir();
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    const claimed = await journal.submit(aClaim());
    assert.ok(claimed.ok);
    const broken = { ...aPost(claimed.value.member.id), text: undefined as unknown as string };
    const [bad, good] = await Promise.all([journal.submit(broken), journal.submit(aPost(claimed.value.member.id))]);
    assert.deepEqual(bad, { ok: false, error: { code: 'E_INTERNAL' } });
    assert.ok(good.ok && good.value.seq === 1);
    await journal.close();
  });

  it('keeps the -wal small, though somebody reads on and on', async () => {
    using dir = tempDir();
    const walBytes = 256 * 1024;
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog, limits: { walBytes } });
    const claimed = await journal.submit(aClaim());
    assert.ok(claimed.ok);
    const walSize = () => statSync(dir.file('chat.db-wal')).size;
    const say = () => journal.submit(aPost(claimed.value.member.id, { text: 'x'.repeat(9_000) }));
    await say();
    const reader = journal.state.entries(GENERAL)[Symbol.iterator]();
    reader.next();
    let most = 0;
    for (let i = 0; i < 400; i += 1) {
      await say();
      most = Math.max(most, walSize());
    }
    assert.ok(most < 4 * walBytes, `${most} bytes`);
    reader.return?.();
    await journal.close();
  });

  it('takes out of a -wal that has grown large all that is in it', async () => {
    using dir = tempDir();
    const walBytes = 64 * 1024;
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog, limits: { walBytes } });
    const texts = Array.from({ length: 500 }, () => 'x'.repeat(1_000));
    const entries = texts.map((text) => ({ kind: 'message', name: 'eva', at: 0, text }) as const);
    await journal.submit({ kind: 'import', room: GENERAL, entries });
    await eventually(() => assert.ok(statSync(dir.file('chat.db-wal')).size <= walBytes));
    await journal.close();
  });

  it('warns of a SQLite that may damage a database two programs open', async () => {
    using dir = tempDir();
    const warnings = (sqliteVersion: string) => {
      const told: string[] = [];
      const log = { ...silentLog, warn: (event: string) => told.push(event) };
      return { journal: openLocalJournal({ dataDir: dir.path, log, sqliteVersion }), told };
    };
    for (const [version, warns] of Object.entries({
      '3.43.2': true,
      '3.44.5': true,
      '3.44.6': false,
      '3.45.9': true,
      '3.50.6': true,
      '3.50.7': false,
      '3.51.2': true,
      '3.51.3': false,
      '3.53.4': false,
    })) {
      const { journal, told } = warnings(version);
      await journal.close();
      assert.equal(told.length, warns ? 1 : 0, version);
    }
  });
});
