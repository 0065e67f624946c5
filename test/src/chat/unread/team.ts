import assert from 'node:assert/strict';
import { GENERAL, type MemberId, type RoomId } from '../../../../server/protocol/ids';
import type { Chat } from '../../../../src/chat/chat';
import { eventually } from '../../../helpers/eventually';
import { type TempDir, tempDir } from '../../../helpers/tempDir';
import { type TestServer, testServer } from '../../../helpers/testServer';
import { type Computer, type TestWindow, aCid, aComputer, aWindow } from '../../fixtures';
import { type Counts, UnreadModel } from './model';

export const PEOPLE = 20;
const PUBLIC = 7;
const PRIVATE = 3;
const DIRECT = 30;
export const ROOMS = PUBLIC + PRIVATE + DIRECT;

export interface Place {
  readonly id: RoomId;
  readonly kind: 'public' | 'private' | 'direct';
}

export interface Person {
  readonly id: MemberId;
  readonly name: string;
  readonly computer: Computer;
  /** Two of them, or one. */
  readonly windows: TestWindow[];
}

/** Twenty people, ten rooms and thirty conversations on a real server, with a model of what is unread. */
export class Team implements AsyncDisposable {
  readonly model = new UnreadModel();
  readonly people: Person[] = [];
  readonly places: Place[] = [];
  readonly #dir: TempDir;
  readonly #server: TestServer;

  private constructor(dir: TempDir, server: TestServer) {
    this.#dir = dir;
    this.#server = server;
  }

  static async gather(): Promise<Team> {
    const dir = tempDir();
    const team = new Team(dir, await testServer({ dataDir: dir.file('data') }));
    for (let i = 0; i < PEOPLE; i++) await team.#come(`person${i}`, i % 2 === 0 ? 2 : 1);
    for (let i = 0; i < PUBLIC + PRIVATE; i++) await team.#makeRoom(i, i < PUBLIC ? 'public' : 'private');
    for (let i = 0; i < DIRECT; i++) await team.#makeDirect(i);
    return team;
  }

  /** Whoever it is, in a window that is connected. */
  async online(person: Person, window = 0): Promise<Chat> {
    const at = window % person.windows.length;
    const chatNow = () => person.windows[at]?.session.chat;
    await eventually(() => assert.equal(chatNow()?.link.at, 'online'));
    const chat = chatNow();
    assert.ok(chat);
    return chat;
  }

  /** A window ends as a reload ends it, and another one begins with what is on the disk. */
  async reload(person: Person, window: number): Promise<void> {
    const at = window % person.windows.length;
    person.windows[at]?.[Symbol.dispose]();
    const next = aWindow(person.computer);
    person.windows[at] = next;
    await next.session.resume();
  }

  /** Every window counts what the model counts. */
  async check(): Promise<void> {
    for (const person of this.people) {
      const expected = this.model.countsOf(person.id);
      for (const { session } of person.windows)
        await eventually(() => assert.deepEqual(countsIn(session.chat), expected), 10_000);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { windows } of this.people) for (const window of windows) window[Symbol.dispose]();
    await this.#server.stop();
    this.#dir[Symbol.dispose]();
  }

  async #come(name: string, windows: number): Promise<void> {
    const computer = aComputer(this.#dir.file(name));
    const opened = Array.from({ length: windows }, () => aWindow(computer));
    const chats: Chat[] = [];
    for (const window of opened) chats.push(await window.joined(this.#server.url, name));
    const id = chats[0]?.identity.member;
    assert.ok(id);
    this.people.push({ id, name, computer, windows: opened });
    this.model.room(GENERAL).enter(id);
  }

  async #makeRoom(i: number, kind: 'public' | 'private'): Promise<void> {
    const person = this.#person(i);
    const chat = await this.online(person);
    const made = await chat.call('createRoom', { cid: aCid(), name: `room ${i}`, kind });
    assert.ok(made.ok);
    this.places.push({ id: made.value.room.id, kind });
    this.model.room(made.value.room.id).enter(person.id);
  }

  /** Of two, or of three. */
  async #makeDirect(i: number): Promise<void> {
    const members = [i, i + 1 + Math.floor(i / PEOPLE), ...(i % 5 === 0 ? [i + 7] : [])].map((at) => this.#person(at));
    const [first, ...others] = members;
    assert.ok(first);
    const opened = await (await this.online(first)).call('openDirect', { members: others.map(({ id }) => id) });
    assert.ok(opened.ok);
    this.places.push({ id: opened.value.room.id, kind: 'direct' });
    for (const { id } of members) this.model.room(opened.value.room.id).enter(id);
  }

  #person(i: number): Person {
    const person = this.people[i % PEOPLE];
    assert.ok(person);
    return person;
  }
}

function countsIn(chat: Chat | undefined): Record<string, Counts> {
  const counts: Record<string, Counts> = {};
  for (const { id, mine } of chat?.rooms.all ?? []) if (mine) counts[id] = [mine.unread, mine.mentions, mine.isMuted];
  return counts;
}
