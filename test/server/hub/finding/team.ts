import assert from 'node:assert/strict';
import { GENERAL, type MemberId, type RoomId } from '../../../../server/protocol/ids';
import { aCid } from '../../../helpers/commands';
import { HubClient } from '../../../helpers/hubClient';
import { makeRoom, mineOf } from '../../../helpers/hubRooms';
import { type TestHub, testHub } from '../../../helpers/testHub';
import { FindingModel, type Reader } from './model';

export const NAMES = ['ana', 'ben', 'chloe', 'gus'] as const;
export const GUEST = 'gus';
export const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);

/** Four people, of whom one is a guest, in rooms of all kinds, with a model of what each may find. */
export class FindingTeam implements AsyncDisposable {
  readonly model = new FindingModel();
  readonly rooms: RoomId[] = [];
  readonly #clients = new Map<string, HubClient>();
  #now = START;
  readonly #under: TestHub = testHub({ clock: () => this.#now });

  static async gather(): Promise<FindingTeam> {
    const team = new FindingTeam();
    for (const name of NAMES) {
      const client = new HubClient(team.#under.hub);
      await client.enter(name);
      team.#clients.set(name, client);
    }
    const ana = await team.client('ana');
    await ana.value('setRole', { member: team.id(GUEST), role: 'guest' });
    team.#place(GENERAL, 'public', NAMES);
    team.#place(await makeRoom(ana, 'open', 'public'), 'public', ['ana']);
    team.#place(await makeRoom(await team.client('ben'), 'closed'), 'private', ['ben']);
    team.#place(await makeRoom(await team.client('chloe'), 'hidden'), 'private', ['chloe']);
    const direct = await (await team.client('ben')).value('openDirect', { members: [team.id('chloe')] });
    team.#place(direct.room.id, 'direct', ['ben', 'chloe']);
    return team;
  }

  /** Again connected where the server had it come anew, as after another role. */
  async client(name: string): Promise<HubClient> {
    const client = this.#clients.get(name);
    assert.ok(client);
    if (client.closed === undefined) return client;
    const again = new HubClient(this.#under.hub);
    await again.enter(client.identity);
    this.#clients.set(name, again);
    return again;
  }

  id(name: string): MemberId {
    const client = this.#clients.get(name);
    assert.ok(client);
    return client.identity.member.id;
  }

  days(count: number): void {
    this.#now += count * DAY;
  }

  async post(name: string, room: RoomId, text: string): Promise<void> {
    const posted = await (await this.client(name)).call('post', { cid: aCid(), room, text });
    if (!posted.ok) return;
    this.model.say({ room, by: name, isImported: false, text, ...posted.value });
    // Whoever writes in a public room is in it.
    this.#membersOf(room).add(name);
  }

  async edit(name: string, room: RoomId, seq: number, text: string): Promise<void> {
    const edited = await (await this.client(name)).call('edit', { room, seq, text });
    if (edited.ok) this.model.reword(room, seq, text);
  }

  async remove(name: string, room: RoomId, seq: number): Promise<void> {
    const removed = await (await this.client(name)).call('delete', { room, seq });
    if (removed.ok) this.model.remove(room, seq);
  }

  /** So many that the index is filled meanwhile. */
  async import(room: RoomId, text: string, count: number): Promise<void> {
    const head = this.#under.journal.state.room(room)?.head ?? 0;
    const entries = Array.from({ length: count }, (_, i) => ({
      kind: 'message' as const,
      name: i % 2 === 0 ? 'eva' : 'Ben',
      at: START - 400 * DAY + i * DAY,
      text: `${text} ${this.#now} ${i}`,
    }));
    await this.#under.journal.submit({ kind: 'import', room, entries });
    entries.forEach(({ name, at, text: said }, i) =>
      this.model.say({ room, by: name.toLowerCase(), isImported: true, at, text: said, seq: head + 1 + i }),
    );
  }

  async join(name: string, room: RoomId): Promise<void> {
    const joined = await (await this.client(name)).call('joinRoom', { room });
    if (joined.ok) this.#membersOf(room).add(name);
  }

  async leave(name: string, room: RoomId): Promise<void> {
    const left = await (await this.client(name)).call('leaveRoom', { room });
    if (left.ok) this.#membersOf(room).delete(name);
  }

  async add(by: string, room: RoomId, name: string): Promise<void> {
    const added = await (await this.client(by)).call('addToRoom', { room, member: this.id(name) });
    if (added.ok) this.#membersOf(room).add(name);
  }

  async takeOut(by: string, room: RoomId, name: string): Promise<void> {
    const out = await (await this.client(by)).call('removeFromRoom', { room, member: this.id(name) });
    if (out.ok) this.#membersOf(room).delete(name);
  }

  async read(name: string, room: RoomId): Promise<void> {
    const head = this.#under.journal.state.room(room)?.head ?? 0;
    await (await this.client(name)).call('read', { room, upTo: Math.floor(head / 2) });
  }

  async reader(name: string): Promise<Reader> {
    const client = await this.client(name);
    const own = [...this.model.places.values()].filter(({ members }) => members.has(name));
    const read = own.map(async ({ id }) => [id, (await mineOf(client, id)).readUpTo] as const);
    return { name, isGuest: name === GUEST, readUpTo: new Map(await Promise.all(read)) };
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#under[Symbol.asyncDispose]();
  }

  #place(id: RoomId, kind: 'public' | 'private' | 'direct', members: readonly string[]): void {
    this.rooms.push(id);
    this.model.places.set(id, { id, kind, members: new Set(members) });
  }

  #membersOf(room: RoomId): Set<string> {
    return this.model.places.get(room)?.members ?? new Set();
  }
}
