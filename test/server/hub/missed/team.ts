import assert from 'node:assert/strict';
import { GENERAL, type MemberId, type RoomId } from '../../../../server/protocol/ids';
import { aCid } from '../../../helpers/commands';
import { sendFile } from '../../../helpers/files';
import type { HubClient } from '../../../helpers/hubClient';
import { makeRoom } from '../../../helpers/hubRooms';
import { type TestHub, testHub } from '../../../helpers/testHub';
import { MissedModel } from './model';

export const NAMES = ['ana', 'ben', 'chloe', 'gus'] as const;
const GUEST = 'gus';

/** Four people, of whom one is a guest, in rooms of all kinds, with a model of what each has missed. */
export class MissedTeam implements AsyncDisposable {
  readonly model = new MissedModel();
  readonly rooms: RoomId[] = [];
  readonly #clients = new Map<string, HubClient>();
  #now = Date.UTC(2026, 0, 1);
  readonly #under: TestHub = testHub({ clock: () => (this.#now += 1) });

  static async gather(): Promise<MissedTeam> {
    const team = new MissedTeam();
    for (const name of NAMES) team.#clients.set(name, await team.#under.entered(name));
    const [ana, ben, chloe] = [await team.client('ana'), await team.client('ben'), await team.client('chloe')];
    await ana.value('setRole', { member: team.id(GUEST), role: 'guest' });
    const direct = (await ben.value('openDirect', { members: [team.id('chloe')] })).room.id;
    team.#place(GENERAL, NAMES);
    team.#place(await makeRoom(ana, 'open', 'public'), ['ana']);
    team.#place(await makeRoom(ben, 'closed'), ['ben']);
    team.#place(await makeRoom(chloe, 'hidden'), ['chloe']);
    team.#place(direct, ['ben', 'chloe']);
    for (const name of NAMES) await team.read(name, GENERAL, 1);
    return team;
  }

  /** Again connected where the server had it come anew, as after another role. */
  async client(name: string): Promise<HubClient> {
    const client = this.#clients.get(name);
    assert.ok(client);
    if (client.closed === undefined) return client;
    const again = await this.#under.entered(client);
    this.#clients.set(name, again);
    return again;
  }

  id(name: string): MemberId {
    const client = this.#clients.get(name);
    assert.ok(client);
    return client.identity.member.id;
  }

  head(room: RoomId): number {
    return this.#under.journal.state.room(room)?.head ?? 0;
  }

  async post(by: string, room: RoomId, { text, replyTo }: { readonly text: string; readonly replyTo?: number }) {
    const wanted = { cid: aCid(), room, text, ...(replyTo !== undefined && { replyTo }) };
    const posted = await (await this.client(by)).call('post', wanted);
    if (!posted.ok) return;
    // Whoever writes in a public room is in it.
    await this.#entered(by, room);
    this.model.say({ room, seq: posted.value.seq, by, text, replyTo, hasFile: false });
  }

  async share(by: string, room: RoomId): Promise<void> {
    if (by === GUEST || !this.model.standing(room, by)) return;
    const { seq } = await sendFile(this.#under.journal, { room, member: this.id(by) });
    const [entry] = this.#under.journal.state.page({ room, after: seq - 1, limit: 1 });
    assert.ok(entry?.kind === 'message');
    this.model.say({ room, seq, by, text: entry.text, replyTo: undefined, hasFile: true });
  }

  async edit(by: string, room: RoomId, which: number, text: string): Promise<void> {
    const said = this.#pick(room, which);
    if (!said || said.text === text) return;
    const rev = this.#revOf(room, said.seq);
    const edited = await (
      await this.client(by)
    ).call('edit', { room, seq: said.seq, text, ...(rev !== undefined && { rev }) });
    if (edited.ok) this.model.edit(said, text);
  }

  async remove(by: string, room: RoomId, which: number): Promise<void> {
    const said = this.#pick(room, which);
    const removed = said && (await (await this.client(by)).call('delete', { room, seq: said.seq }));
    if (removed?.ok) this.model.remove(said!);
  }

  async flag(by: string, room: RoomId, which: number): Promise<void> {
    const flag = which % 3 ? 'pinned' : 'resolved';
    const isOn = which % 4 > 0;
    const said = this.#pick(room, which);
    const before = this.head(room);
    const done = said && (await (await this.client(by)).call('flag', { room, seq: said.seq, flag, isOn }));
    if (said && done?.ok && this.head(room) > before) this.model.flag(said, { seq: this.head(room), by, flag }, isOn);
  }

  async join(name: string, room: RoomId): Promise<void> {
    const joined = await (await this.client(name)).call('joinRoom', { room });
    if (joined.ok) await this.#entered(name, room);
  }

  async leave(name: string, room: RoomId): Promise<void> {
    const left = await (await this.client(name)).call('leaveRoom', { room });
    if (left.ok) this.model.leave(room, name);
  }

  async add(by: string, room: RoomId, name: string): Promise<void> {
    const added = await (await this.client(by)).call('addToRoom', { room, member: this.id(name) });
    if (added.ok) await this.#entered(name, room);
  }

  async takeOut(by: string, room: RoomId, name: string): Promise<void> {
    const out = await (await this.client(by)).call('removeFromRoom', { room, member: this.id(name) });
    if (out.ok) this.model.leave(room, name);
  }

  /** A share of what there is. */
  async read(name: string, room: RoomId, share: number): Promise<void> {
    const upTo = Math.floor(this.head(room) * share);
    const read = await (await this.client(name)).call('read', { room, upTo });
    const standing = this.model.standing(room, name);
    if (read.ok && standing) standing.readUpTo = Math.max(standing.readUpTo, upTo);
  }

  async mute(name: string, room: RoomId, isMuted: boolean): Promise<void> {
    const done = await (await this.client(name)).call('preferRoom', { room, isMuted });
    const standing = this.model.standing(room, name);
    if (done.ok && standing) standing.isMuted = isMuted;
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#under[Symbol.asyncDispose]();
  }

  /** It has read what was there when it came; that it came is told behind that. */
  async #entered(name: string, room: RoomId): Promise<void> {
    const { mine } = await (await this.client(name)).value('read', { room, upTo: 0 });
    this.model.enter(room, name, mine.readUpTo);
  }

  #pick(room: RoomId, which: number) {
    const all = this.model.in(room);
    return all[which % Math.max(1, all.length)];
  }

  #revOf(room: RoomId, seq: number): number | undefined {
    const [entry] = this.#under.journal.state.page({ room, after: seq - 1, limit: 1 });
    return entry?.kind === 'message' ? entry.rev : undefined;
  }

  #place(room: RoomId, members: readonly string[]): void {
    this.rooms.push(room);
    this.model.addRoom(room, members, this.head(room));
  }
}
