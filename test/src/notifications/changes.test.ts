import assert from 'node:assert/strict';
import { GENERAL, type RoomId, type Seq } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { eventually } from '../../helpers/eventually';
import { type ToldWindow, tellingScene } from './tellingScene';

const SETTLE_MS = 1_000;
const LONG_MS = 60_000;

/** The reader's window, with one who writes. */
interface Scene {
  readonly window: ToldWindow;
  readonly ana: Chat;
  readonly ben: Chat;
  readonly say: (text: string, room?: RoomId) => Promise<Seq>;
  readonly edit: (seq: Seq, text: string, room?: RoomId) => Promise<void>;
  readonly remove: (seq: Seq) => Promise<void>;
  readonly react: (seq: Seq) => Promise<void>;
  readonly read: () => Promise<void>;
  readonly mute: () => Promise<void>;
  readonly directly: () => Promise<RoomId>;
  /** As long as it takes for all that waits. */
  readonly wait: () => Promise<void>;
}

interface Case {
  readonly what: string;
  readonly wanted?: 'all';
  readonly happens: (scene: Scene) => Promise<void>;
  readonly told: readonly string[];
  /** Messages and mentions, in the badge and the status bar. */
  readonly unread: readonly [number, number];
}

const CASES: readonly Case[] = [
  {
    what: 'an edit that names the reader: told once, with the text it has then',
    happens: async ({ say, edit, wait }) => {
      const seq = await say('look');
      await edit(seq, '@ana look');
      await edit(seq, '@ana look there');
      await wait();
      await edit(seq, '@ana look here');
    },
    told: ['ben mentioned you in general: @ana look there'],
    unread: [1, 1],
  },
  {
    what: 'an edit that names the reader no more, before it was told: not told',
    happens: async ({ say, edit }) => edit(await say('@ana look'), 'look'),
    told: [],
    unread: [1, 0],
  },
  {
    what: 'an edit that names the reader no more, and one that does again: told as it is now',
    happens: async ({ say, edit }) => {
      const seq = await say('@ana look');
      await edit(seq, 'look');
      await edit(seq, 'look, @ana');
    },
    told: ['ben mentioned you in general: look, @ana'],
    unread: [1, 1],
  },
  {
    what: 'another text, before it was told: told with that',
    happens: async ({ say, edit }) => edit(await say('@ana the password is 1234'), '@ana look'),
    told: ['ben mentioned you in general: @ana look'],
    unread: [1, 1],
  },
  {
    what: 'a message that was deleted before it was told: not told',
    happens: async ({ say, remove }) => remove(await say('@ana look')),
    told: [],
    unread: [1, 0],
  },
  {
    what: 'a message that is deleted while it is told: counted as a place, and as no mention',
    happens: async ({ say, remove, wait }) => {
      const seq = await say('@ana look');
      await wait();
      await remove(seq);
    },
    told: ['ben mentioned you in general: @ana look'],
    unread: [1, 0],
  },
  {
    what: 'a message that is read elsewhere while it is told: not counted',
    happens: async ({ say, read, wait }) => {
      await say('@ana look');
      await wait();
      await read();
    },
    told: ['ben mentioned you in general: @ana look'],
    unread: [0, 0],
  },
  {
    what: 'an edit of a message that was read: neither told nor counted',
    happens: async ({ say, read, edit }) => {
      const seq = await say('look');
      await read();
      await edit(seq, '@ana look');
    },
    told: [],
    unread: [0, 0],
  },
  {
    what: 'an edit in a muted room: neither told nor counted',
    happens: async ({ say, mute, edit }) => {
      await mute();
      await edit(await say('look'), '@ana look');
    },
    told: [],
    unread: [0, 0],
  },
  {
    what: 'reactions: never told, nor counted',
    wanted: 'all',
    happens: async ({ say, react, wait }) => {
      const seq = await say('look');
      await wait();
      await react(seq);
    },
    told: ['ben in general: look'],
    unread: [1, 0],
  },
  {
    what: 'an edit, where every message is told: told before',
    wanted: 'all',
    happens: async ({ say, edit, wait }) => {
      const seq = await say('look');
      await wait();
      await edit(seq, '@ana look');
    },
    told: ['ben in general: look'],
    unread: [1, 1],
  },
  {
    what: 'an edit of a direct message: told once, with the text it has then',
    happens: async ({ say, edit, directly, wait }) => {
      const room = await directly();
      const seq = await say('look', room);
      await edit(seq, 'look there', room);
      await wait();
      await edit(seq, 'look here, @ana', room);
    },
    told: ['ben: look there'],
    unread: [1, 1],
  },
];

describe('being told of what is changed', () => {
  const { team, told, sayIn, direct } = tellingScene();

  async function scene(): Promise<Scene> {
    const [ana, ben] = [await team.joined('ana'), await team.joined('ben')];
    const window = told(ana);
    let room = GENERAL;
    const revs = new Map<Seq, Seq>();
    /** Ends when what ben did has come: each time one entry more. */
    const comes = async (done: Promise<{ readonly ok: boolean }>) => {
      const before = window.came.get(room) ?? 0;
      assert.ok((await done).ok);
      return eventually(() => {
        const now = window.came.get(room) ?? 0;
        assert.ok(now > before);
        return now;
      });
    };
    return {
      ...{ window, ana, ben },
      say: (text, at = GENERAL) => sayIn(ben, (room = at), text),
      async edit(seq, text, at = GENERAL) {
        const rev = revs.get(seq);
        revs.set(seq, await comes(ben.call('edit', { room: at, seq, text, ...(rev !== undefined && { rev }) })));
      },
      async remove(seq) {
        await comes(ben.call('delete', { room: GENERAL, seq }));
      },
      async react(seq) {
        await comes(ben.call('react', { room: GENERAL, seq, emoji: '👍', isOn: true }));
      },
      async read() {
        const upTo = ana.rooms.get(GENERAL)?.head ?? 0;
        ana.rooms.read(GENERAL, upTo);
        await eventually(() => assert.equal(ana.rooms.get(GENERAL)?.mine?.readUpTo, upTo));
      },
      async mute() {
        assert.ok((await ana.call('preferRoom', { room: GENERAL, isMuted: true })).ok);
        await eventually(() => assert.ok(ana.rooms.get(GENERAL)?.mine?.isMuted));
      },
      directly: () => direct(ben, ana),
      async wait() {
        const before = window.texts.length;
        window.clock.advance(SETTLE_MS);
        await eventually(() => assert.equal(window.texts.length, before + 1));
        window.close();
        await eventually(() => assert.equal(window.clock.timers, 0));
      },
    };
  }

  for (const { what, wanted = 'mentions', happens, told: expected, unread } of CASES) {
    it(what, async () => {
      const all = await scene();
      all.window.wanted = wanted;
      await happens(all);
      await eventually(() => {
        const { messages, mentions } = all.ana.rooms.unread;
        assert.deepEqual([messages, mentions], unread);
      });
      const tells = (...texts: readonly string[]) =>
        eventually(() => {
          all.window.close();
          all.window.clock.advance(LONG_MS);
          assert.deepEqual(all.window.texts, texts);
        });
      await tells(...expected);
      // What were told beside that would have come before this, or with it.
      await all.say('the last', await all.directly());
      await tells(...expected, 'ben: the last');
    });
  }
});
