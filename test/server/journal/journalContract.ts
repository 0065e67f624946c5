import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Batch } from '../../../server/core/ports';
import type { Journal } from '../../../server/journal/journal';
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
      assert.deepEqual(again.value, { seq, at });
      assert.deepEqual(later.value, { seq, at });
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
      const follow =
        (entries: Entry[]) =>
        ({ rooms }: Batch) => {
          for (const room of rooms) entries.push(...room.entries);
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
      using _following = journal.follow(({ rooms }) => (told += rooms.flatMap((room) => room.entries).length));
      const post = aPost(ana);
      await journal.submit(post);
      await journal.submit(post);
      assert.equal(told, 1);
    });

    it('takes the text of a deleted message away, leaves its place, and enters that it was deleted', async () => {
      const { journal } = under;
      const told: Entry[] = [];
      using _following = journal.follow(({ rooms }) => told.push(...rooms.flatMap(({ entries }) => entries)));
      const [first, second] = await Promise.all(['a', 'b'].map((text) => journal.submit(aPost(ana, { text }))));
      assert.ok(first?.ok && second?.ok);
      await journal.submit({ kind: 'delete', room: GENERAL, member: ana, seq: 1 });
      const [a, b, deletion] = told;
      assert.ok(a && b && deletion);
      assert.deepEqual(deletion, { kind: 'deleted', seq: 3, at: deletion.at, author: ana, name: 'ana', target: 1 });
      const stored = [{ ...a, text: '', tombstone: 'deleted' }, b, deletion];
      assert.deepEqual([...journal.state.entries(GENERAL)], stored);
      assert.deepEqual([...(await under.reopen()).state.entries(GENERAL)], stored);
    });

    it('deletes a message once, however often it is asked to', async () => {
      const { journal } = under;
      await journal.submit(aPost(ana));
      const remove = { kind: 'delete', room: GENERAL, member: ana, seq: 1 } as const;
      const outcomes = await Promise.all([journal.submit(remove), journal.submit(remove)]);
      outcomes.push(await (await under.reopen()).submit(remove));
      for (const outcome of outcomes) assert.deepEqual(outcome, { ok: true, value: {} });
      assert.equal(under.journal.state.room(GENERAL)?.head, 2);
    });

    it('deletes own messages only: all else is not there', async () => {
      const { journal } = under;
      const ben = await member(journal, 'ben');
      await journal.submit(aPost(ana));
      await journal.submit({ kind: 'join', room: GENERAL, member: ben });
      await journal.submit({
        kind: 'import',
        room: GENERAL,
        entries: [{ kind: 'message', name: 'ben', at: 0, text: 'old' }],
      });
      const remove = (seq: number, over: object = {}) =>
        journal.submit({ kind: 'delete', room: GENERAL, member: ben, seq, ...over });
      for (const seq of [0, 1, 2, 3, 4, 2 ** 50]) assert.deepEqual(await remove(seq), failed('E_NOT_FOUND'));
      assert.deepEqual(await remove(1, { room: 'nowhere' }), failed('E_NOT_FOUND'));
      assert.deepEqual(await remove(1, { member: aMemberId() }), failed('E_NOT_FOUND'));
      assert.deepEqual(texts(journal), ['hello', 'joined', 'old']);
    });

    it('gives the cid of a deleted message its seq again, and stores no second copy', async () => {
      const post = aPost(ana);
      await under.journal.submit(post);
      await under.journal.submit({ kind: 'delete', room: GENERAL, member: ana, seq: 1 });
      for (const text of ['hello', 'another']) {
        const again = await under.journal.submit({ ...post, text });
        assert.equal(again.ok && again.value.seq, 1);
      }
      assert.deepEqual(texts(under.journal), ['', 'deleted']);
    });

    it('answers every repeat of a cid with its first seq or a conflict, whatever comes in between', async () => {
      const cids = Array.from({ length: 3 }, () => aCid());
      const post = fc.record({ cid: fc.nat(2), text: fc.constantFrom('a', 'b', 'a ') });
      const step = fc.oneof(
        post,
        fc.record({ cid: fc.nat(2), remove: fc.constant(true) }),
        fc.constant('reopen' as const),
      );
      const sent = new Map<number, { readonly seq: number; readonly text: string; isDeleted: boolean }>();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          for (const step of steps) {
            if (step === 'reopen') await under.reopen();
            else if ('remove' in step) {
              const first = sent.get(step.cid);
              if (!first) continue;
              await under.journal.submit({ kind: 'delete', room: GENERAL, member: ana, seq: first.seq });
              first.isDeleted = true;
            } else {
              const { cid, text } = step;
              const outcome = await under.journal.submit(aPost(ana, { cid: cids[cid]!, text }));
              const first = sent.get(cid);
              if (first && first.text !== text && !first.isDeleted) {
                assert.deepEqual(outcome, failed('E_CID_CONFLICT'));
              } else {
                assert.ok(outcome.ok);
                if (first) assert.equal(outcome.value.seq, first.seq);
                else sent.set(cid, { seq: outcome.value.seq, text, isDeleted: false });
              }
            }
          }
          const kept = [...sent.values()]
            .sort((a, b) => a.seq - b.seq)
            .map((each) => (each.isDeleted ? '' : each.text));
          assert.deepEqual(
            texts(under.journal).filter((text) => text !== 'deleted'),
            kept,
          );
        }),
        { numRuns: 40 },
      );
    });

    it('finds what was said, newest first, from the moment it is stored', async () => {
      const { journal } = under;
      for (const text of ['the parser fails', 'no', 'PARSERS: it fails']) await journal.submit(aPost(ana, { text }));
      const found = (text: string) => journal.state.search({ room: GENERAL, text, limit: 50 });
      const all = [...journal.state.entries(GENERAL)];
      assert.deepEqual(found('fails pars'), { entries: [all[2], all[0]], complete: true, reached: 1 });
      await journal.submit({ kind: 'delete', room: GENERAL, member: ana, seq: 3 });
      assert.deepEqual(found('fails pars').entries, [all[0]]);
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
