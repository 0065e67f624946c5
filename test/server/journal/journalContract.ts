import assert from 'node:assert/strict';
import type { Journal, RoomBatch } from '../../../server/journal/journal';
import { GENERAL, type MemberId } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { aCid, aClaim, aMemberId, aPost } from '../../helpers/commands';

export interface JournalUnderTest extends AsyncDisposable {
  readonly journal: Journal;
  /** Closes it and opens the same data again. */
  reopen(): Promise<Journal>;
}

/** What every engine of the journal promises. */
export function journalContract(name: string, open: () => Promise<JournalUnderTest>): void {
  describe(`the ${name} journal`, () => {
    let under: JournalUnderTest;
    let ana: MemberId;

    beforeEach(async () => {
      under = await open();
      ana = await member(under.journal, 'ana');
    });
    afterEach(() => under[Symbol.asyncDispose]());

    it('numbers the posts of a room 1, 2, 3 in the order they were submitted', async () => {
      const posts = ['a', 'b', 'c'].map((text) => under.journal.submit(aPost(ana, { text })));
      const outcomes = await Promise.all(posts);
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok && outcome.value.seq),
        [1, 2, 3],
      );
      assert.deepEqual(texts(under.journal), ['a', 'b', 'c']);
    });

    it('gives a repeated cid the first seq again, also after it was closed and opened', async () => {
      const post = aPost(ana);
      const first = await under.journal.submit(post);
      const again = await under.journal.submit(post);
      const later = await (await under.reopen()).submit(post);
      assert.ok(first.ok && again.ok && later.ok);
      const { seq, at } = first.value;
      assert.deepEqual(again.value, { seq, at, entry: undefined });
      assert.deepEqual(later.value, { seq, at, entry: undefined });
      assert.equal(seq, 1);
    });

    it('stores one copy of a cid that comes twice in one batch', async () => {
      const post = aPost(ana);
      const [first, second] = await Promise.all([under.journal.submit(post), under.journal.submit(post)]);
      assert.ok(first.ok && second.ok);
      assert.equal(second.value.seq, first.value.seq);
      assert.deepEqual(texts(under.journal), ['hello']);
    });

    it('refuses a cid that comes back with another text, and keeps the first', async () => {
      const post = aPost(ana, { text: 'first' });
      await under.journal.submit(post);
      assert.deepEqual(await under.journal.submit({ ...post, text: 'second' }), failed('E_CID_CONFLICT'));
      assert.deepEqual(texts(under.journal), ['first']);
    });

    it('keeps the cids of two members apart', async () => {
      const ben = await member(under.journal, 'ben');
      const cid = aCid();
      const [anas, bens] = await Promise.all([
        under.journal.submit(aPost(ana, { cid })),
        under.journal.submit(aPost(ben, { cid })),
      ]);
      assert.ok(anas.ok && bens.ok);
      assert.notEqual(anas.value.seq, bens.value.seq);
    });

    it('lets one of two claims of a name win, however it is written', async () => {
      const outcomes = await Promise.all([
        under.journal.submit(aClaim({ name: 'Ben' })),
        under.journal.submit(aClaim({ name: 'BEN' })),
      ]);
      assert.deepEqual(
        outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code)),
        ['ok', 'E_NAME_TAKEN_LOOKALIKE'],
      );
    });

    it('answers a repeated claim as it did the first time', async () => {
      const claim = aClaim({ name: 'Ben' });
      const first = await under.journal.submit(claim);
      const again = await under.journal.submit({ ...claim, member: aMemberId() });
      assert.ok(first.ok);
      assert.deepEqual(again, first);
    });

    it('refuses posts of a stranger and to a room that is not there', async () => {
      const stranger = aPost(aMemberId());
      const nowhere = { ...aPost(ana), room: 'nowhere' as typeof GENERAL };
      assert.deepEqual(await under.journal.submit(stranger), failed('E_NOT_FOUND'));
      assert.deepEqual(await under.journal.submit(nowhere), failed('E_NOT_FOUND'));
    });

    it('enters an arrival once, however often it is submitted, and so a departure', async () => {
      const { journal } = under;
      for (const kind of ['join', 'join', 'leave', 'leave', 'join'] as const) {
        await journal.submit({ kind, room: GENERAL, member: ana });
      }
      assert.deepEqual(
        [...journal.state.entries(GENERAL)].map(({ kind, name }) => `${name} ${kind}`),
        ['ana joined', 'ana left', 'ana joined'],
      );
      assert.deepEqual(journal.state.present(GENERAL), [ana]);
    });

    it('tells every follower every entry once and in order, after it can be read', async () => {
      const { journal } = under;
      const told: Entry[][] = [[], []];
      const follow = (entries: Entry[]) => (batch: readonly RoomBatch[]) => {
        for (const room of batch) entries.push(...room.entries);
        assert.equal(journal.state.room(GENERAL)?.head, entries.at(-1)?.seq);
      };
      const following = told.map((entries) => journal.follow(follow(entries)));
      await Promise.all(Array.from({ length: 50 }, (_, i) => journal.submit(aPost(ana, { text: `${i}` }))));
      following.forEach((each) => each[Symbol.dispose]());
      await journal.submit(aPost(ana));
      const all = [...journal.state.entries(GENERAL)].slice(0, 50);
      assert.deepEqual(told, [all, all]);
    });

    it('does not tell a repeat again', async () => {
      const { journal } = under;
      let told = 0;
      using _following = journal.follow((batch) => (told += batch.flatMap((room) => room.entries).length));
      const post = aPost(ana);
      await journal.submit(post);
      await journal.submit(post);
      assert.equal(told, 1);
    });

    it('imports all of a history, and nothing of it a second time', async () => {
      const { journal } = under;
      const entries = ['one', 'two', 'two'].map(
        (text, i) => ({ kind: 'message', name: 'eva', at: i * 60_000, text }) as const,
      );
      const command = { kind: 'import', room: GENERAL, entries } as const;
      assert.deepEqual(await journal.submit(command), { ok: true, value: { added: 3, present: 0 } });
      assert.deepEqual(await journal.submit(command), { ok: true, value: { added: 0, present: 3 } });
      const grown = { ...command, entries: [...entries, entries[2]!] };
      assert.deepEqual(await journal.submit({ ...grown, entries: grown.entries.map((e) => ({ ...e })) }), {
        ok: true,
        value: { added: 1, present: 3 },
      });
      assert.deepEqual(texts(journal), ['one', 'two', 'two', 'two']);
    });

    it('adds nothing of an import that breaks off', async () => {
      const { journal } = under;
      const breaking = function* () {
        yield { kind: 'message', name: 'eva', at: 0, text: 'one' } as const;
        throw new Error('the disk was pulled');
      };
      assert.deepEqual(
        await journal.submit({ kind: 'import', room: GENERAL, entries: breaking() }),
        failed('E_INTERNAL'),
      );
      assert.deepEqual(texts(journal), []);
      const next = await journal.submit(aPost(ana));
      assert.ok(next.ok && next.value.seq === 1);
    });
  });
}

const failed = (code: string) => ({ ok: false, error: { code } });

const texts = (journal: Journal): string[] =>
  [...journal.state.entries(GENERAL)].map((entry) => (entry.kind === 'message' ? entry.text : entry.kind));

async function member(journal: Journal, name: string): Promise<MemberId> {
  const claimed = await journal.submit(aClaim({ name }));
  assert.ok(claimed.ok);
  return claimed.value.member.id;
}
