import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command } from '../../../server/core/commands';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import { withChanges } from '../../../server/protocol/changes';
import { GENERAL, type MemberId } from '../../../server/protocol/ids';
import type { Entry, Message } from '../../../server/protocol/model';
import { aCid, aClaim } from '../../helpers/commands';
import { tempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';

const NAMES = ['ana', 'ben', 'chloe'];
const EMOJI = ['👍', '❤️', '🎉'];

/** The numbers are drawn: what they choose among is known when the step is taken. */
interface Step {
  readonly do: 'post' | 'answer' | 'edit' | 'delete' | 'react' | 'unreact' | 'pin' | 'unpin' | 'resolve' | 'reopen';
  readonly who: number;
  readonly which: number;
  readonly what: number;
}

const WEIGHTS: Readonly<Record<Step['do'], number>> = {
  ...{ post: 6, answer: 4, edit: 8, delete: 2, react: 8, unreact: 4, pin: 2, unpin: 1, resolve: 2, reopen: 1 },
};
const kinds = Object.entries(WEIGHTS) as [Step['do'], number][];
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(...kinds.map(([each, weight]) => ({ arbitrary: fc.constant(each), weight }))),
  who: fc.nat(NAMES.length - 1),
  which: fc.nat(1_000),
  what: fc.nat(EMOJI.length - 1),
});
/** Several at once are one commit. */
const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 40, maxLength: 40 });

function commandOf(step: Step, who: MemberId, messages: readonly Message[]): Command {
  const { seq = 1, rev } = messages[step.which % messages.length] ?? {};
  const [emoji = '', text] = [EMOJI[step.what], `text ${step.which}`];
  const done = { room: GENERAL, member: who, seq };
  switch (step.do) {
    case 'post':
      return { kind: 'post', cid: aCid(), room: GENERAL, member: who, text };
    case 'answer':
      return { kind: 'post', cid: aCid(), room: GENERAL, member: who, text, replyTo: seq };
    case 'edit':
      return { kind: 'edit', ...done, rev, text };
    case 'delete':
      return { kind: 'delete', ...done };
    case 'react':
    case 'unreact':
      return { kind: 'react', ...done, emoji, isOn: step.do === 'react' };
    case 'pin':
    case 'unpin':
      return { kind: 'flag', ...done, flag: 'pinned', isOn: step.do === 'pin' };
    default:
      return { kind: 'flag', ...done, flag: 'resolved', isOn: step.do === 'resolve' };
  }
}

/** An edit that yet another one has replaced is told without its text by then. */
const withoutEdits = (entries: readonly Entry[]) =>
  entries.map((entry) => (entry.kind === 'edited' ? { ...entry, text: undefined } : entry));

describe('what is done to messages', () => {
  it('is the same for who was there, who came back at any time, and who comes anew', async () => {
    const property = fc.asyncProperty(rounds, async (all) => {
      using dir = tempDir();
      const open = () => openLocalJournal({ dataDir: dir.path, log: silentLog });
      let journal = open();
      const claims = NAMES.map((name) => aClaim({ name }));
      for (const claim of claims) await journal.submit(claim);
      const told: Entry[] = [];
      /** What those hold who were here until then. */
      const left: { readonly head: number; readonly held: readonly Entry[] }[] = [];
      let live: readonly Entry[] = [];
      using _following = journal.follow(({ rooms }) =>
        told.push(...rooms.flatMap(({ room, entries }) => (room === GENERAL ? entries : []))),
      );
      for (const steps of all) {
        const messages = live.filter((entry) => entry.kind === 'message');
        const commands = steps.map((each) => commandOf(each, claims[each.who]?.member as MemberId, messages));
        await Promise.all(commands.map((command) => journal.submit(command as never)));
        const news = told.splice(0);
        live = withChanges([...live, ...news], news);
        left.push({ head: live.length, held: live });
        const stored = [...journal.state.entries(GENERAL)];
        assert.deepEqual(withoutEdits(live), withoutEdits(stored));
      }
      for (const { head, held } of left) {
        const missed = journal.state.page({ room: GENERAL, after: head, limit: 1_000 });
        assert.deepEqual(withoutEdits(withChanges([...held, ...missed], missed)), withoutEdits(live));
      }
      const pinned = live.filter((entry) => entry.kind === 'message' && entry.pinned);
      assert.deepEqual(new Set(journal.state.pinned(GENERAL)), new Set(pinned));
      await journal.close();
      journal = open();
      assert.deepEqual(withoutEdits([...journal.state.entries(GENERAL)]), withoutEdits(live));
      await journal.close();
    });
    await fc.assert(property, { numRuns: 15, endOnFailure: true });
  }).timeout(60_000);
});
