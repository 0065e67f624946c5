import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { RoomId, Seq } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { Teller, type Toast } from '../../../src/notifications/teller';
import type { Busy } from '../../../src/notifications/words';
import type { Wanted } from '../../../src/settings';
import { Turn } from '../../../src/turn';
import { eventually } from '../../helpers/eventually';
import { type TeamScene, teamScene } from '../chat/teamScene';
import { type FakeClock, fakeClock } from '../fakeClock';
import { aCid } from '../fixtures';

/** A window whose editor is a fake: what it would show, and what a person does with it. */
export interface ToldWindow {
  readonly chat: Chat;
  readonly clock: FakeClock;
  readonly teller: Teller;
  readonly toasts: Toast[];
  readonly texts: readonly string[];
  /** The newest entry of each room. */
  readonly came: ReadonlyMap<RoomId, Seq>;
  wanted: Wanted;
  isQuiet: boolean;
  busy: Busy | undefined;
  inView: RoomId | undefined;
  /** Closes what is shown. */
  close(): void;
}

export interface TellingScene {
  readonly team: TeamScene;
  readonly told: (chat: Chat, over?: { readonly isFocused?: boolean; readonly turnFile?: string }) => ToldWindow;
  /** Ends when it has come to every told window that is connected. */
  readonly sayIn: (chat: Chat, room: RoomId, ...said: string[]) => Promise<Seq>;
  readonly create: (chat: Chat, name: string, ...others: Chat[]) => Promise<RoomId>;
  readonly direct: (chat: Chat, ...others: Chat[]) => Promise<RoomId>;
}

export function tellingScene(): TellingScene {
  const team = teamScene();
  let windows: ToldWindow[] = [];
  let turns: Turn[] = [];
  beforeEach(() => ([windows, turns] = [[], []]));
  afterEach(() => {
    for (const { teller } of windows) teller.dispose();
    for (const turn of turns) turn.releaseNow();
  });
  const hasCome = async (room: RoomId, seq: Seq) => {
    for (const { chat, came } of windows)
      if (chat.link.at === 'online') await eventually(() => assert.ok((came.get(room) ?? 0) >= seq));
  };
  return {
    team,
    told(chat, { isFocused = false, turnFile = `${chat.identity.member}.turn` } = {}) {
      mkdirSync(team.dir.file('telling'), { recursive: true });
      const turn = new Turn(team.dir.file(`telling/${turnFile}`), 20_000);
      const window = aToldWindow(chat, turn, isFocused);
      windows.push(window);
      turns.push(turn);
      return window;
    },
    async sayIn(chat, room, ...said) {
      let last = 0;
      for (const text of said) {
        const posted = await chat.call('post', { cid: aCid(), room, text });
        assert.ok(posted.ok);
        last = posted.value.seq;
      }
      await hasCome(room, last);
      return last;
    },
    async create(chat, name, ...others) {
      const made = await chat.call('createRoom', { cid: aCid(), name, kind: 'public' });
      assert.ok(made.ok);
      const { id } = made.value.room;
      for (const other of others) assert.ok((await other.call('joinRoom', { room: id })).ok);
      for (const other of others) await eventually(() => assert.ok(other.rooms.get(id)?.mine));
      return id;
    },
    async direct(chat, ...others) {
      const made = await chat.call('openDirect', { members: others.map(({ identity }) => identity.member) });
      assert.ok(made.ok);
      return made.value.room.id;
    },
  };
}

function aToldWindow(chat: Chat, turn: Turn, isFocused: boolean): ToldWindow {
  const clock = fakeClock();
  const toasts: Toast[] = [];
  let closes: (() => void)[] = [];
  const show = (toast: Toast) => {
    toasts.push(toast);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    closes.push(() => resolve(undefined));
    return promise.then(() => undefined);
  };
  const came = new Map<RoomId, Seq>();
  const window: ToldWindow = {
    chat,
    came,
    clock,
    toasts,
    get texts() {
      return toasts.map(({ text }) => text);
    },
    wanted: 'mentions',
    isQuiet: false,
    busy: undefined,
    inView: undefined,
    close() {
      for (const close of closes) close();
      closes = [];
    },
    teller: new Teller({
      clock,
      team: chat,
      turn,
      isFocused,
      wanted: () => window.wanted,
      isQuiet: () => window.isQuiet,
      busy: () => window.busy,
      isInView: (room) => room === window.inView,
      show,
    }),
  };
  chat.rooms.came.on(({ room, entries }) => came.set(room, entries.at(-1)?.seq ?? 0));
  return window;
}
