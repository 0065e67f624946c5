import type { Mark, PageQuery, Posted, ThreadPage, ThreadQuery } from '../core/ports';
import type { Cid, FileId, MemberId, RoomId, Seq } from '../protocol/ids';
import type { Entry, Flag, KnownEntry, Message } from '../protocol/model';
import type { EntryTable } from './entryTable';
import type { Indexing } from './indexing';
import type { Members } from './members';
import type { Rooms } from './rooms';
import { bytesOf, filesOf, textOf } from './rows';
import type { Statements } from './statements';

interface MessagePorts {
  readonly rooms: Rooms;
  readonly members: Members;
  readonly entries: EntryTable;
  readonly index: Indexing;
  /** Of a message that is no more. */
  readonly fileEnded: (file: FileId) => void;
}

const PAGE = 50;

/** What was said in rooms, and what was put to it: by the ids that everybody else knows. */
export class Messages {
  readonly #sql: Statements;
  readonly #ports: MessagePorts;

  constructor(sql: Statements, ports: MessagePorts) {
    this.#sql = sql;
    this.#ports = ports;
  }

  append(roomId: RoomId, entry: KnownEntry, origin: 'live' | 'imported'): void {
    const { rooms, entries } = this.#ports;
    const room = rooms.get(roomId);
    entries.add(entry, room.number, entry.author === undefined ? null : this.#numberOf(entry.author));
    rooms.grew(room, entry.seq, origin === 'live' ? entry.at : room.lastAt);
  }

  postOf(author: MemberId, cid: Cid): Posted | undefined {
    const { rooms, entries } = this.#ports;
    const post = entries.postOf(this.#numberOf(author) ?? -1, bytesOf(cid));
    const room = post && rooms.ofNumber(post.room);
    if (!post || !room) return undefined;
    const files = post.whole ? filesOf(post.whole) : [];
    return { room: room.id, seq: post.seq, at: post.whole?.at ?? room.lastAt, text: textOf(post.whole), files };
  }

  /** Whether there was a text to take away. */
  bury(id: RoomId, seq: Seq): boolean {
    const { rooms, entries, index, fileEnded } = this.#ports;
    const { number } = rooms.get(id);
    const said = entries.bury(number, seq);
    if (!said) return false;
    index.remove(entries.numbering(said));
    this.#sql.removeMarks.run(number, seq);
    for (const file of filesOf(said)) fileEnded(file.id);
    return true;
  }

  /** Whether there was a text to take away. */
  reword(id: RoomId, seq: Seq, text: string): boolean {
    const { rooms, entries, index } = this.#ports;
    const said = entries.reword(rooms.get(id).number, seq);
    if (!said) return false;
    const numbered = entries.numbering(said);
    index.remove(numbered);
    index.add({ ...numbered, stored: { ...said, text } });
    return true;
  }

  addMark({ room, seq, what, member }: Mark): void {
    this.#touch(room, seq, (number) => this.#sql.addMark.run(number, seq, what, this.#numberOf(member) ?? -1));
  }

  removeMark({ room, seq, what, member }: Mark): void {
    this.#touch(room, seq, (number) => this.#sql.removeMark.run(number, seq, what, this.#numberOf(member) ?? -1));
  }

  removeFlag(room: RoomId, seq: Seq, flag: Flag): void {
    this.#touch(room, seq, (number) => this.#sql.removeFlag.run(number, seq, flag));
  }

  pinned(id: RoomId): readonly Message[] {
    const { rooms, entries } = this.#ports;
    const { number } = rooms.get(id);
    const seqs = this.#sql.pinned.all(number).map((row) => Number(row['seq']));
    const found = seqs.flatMap((seq) => entries.page(number, { from: seq, to: seq }, 'first'));
    return found.filter((entry) => entry.kind === 'message');
  }

  thread({ room: id, root, before, after, limit }: ThreadQuery): ThreadPage {
    const { rooms, entries } = this.#ports;
    const { number } = rooms.get(id);
    const isOn = after !== undefined;
    const statement = isOn ? this.#sql.threadAfter : this.#sql.threadBefore;
    const rows = statement.all(number, root, after ?? before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const seqs = rows.slice(0, limit).map((row) => Number(row['seq']));
    const found = entries.those(number, seqs);
    return { entries: isOn ? found : found.reverse(), complete: found.length === rows.length };
  }

  page({ room: id, before, after, limit }: PageQuery): Entry[] {
    const { rooms, entries } = this.#ports;
    const room = rooms.find(id);
    if (!room) return [];
    if (after !== undefined) {
      const from = Math.max(0, after) + 1;
      return entries.page(room.number, { from, to: Math.min(after + limit, room.head) }, 'first');
    }
    const to = Math.min((before ?? Infinity) - 1, room.head);
    return entries.page(room.number, { from: Math.max(1, to - limit + 1), to }, 'last');
  }

  *all(room: RoomId): Iterable<Entry> {
    for (let after = 0; ;) {
      const page = this.page({ room, after, limit: PAGE });
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last.seq;
    }
  }

  #numberOf(member: MemberId): number | null {
    return this.#ports.members.number(member) ?? null;
  }

  #touch(id: RoomId, seq: Seq, change: (room: number) => void): void {
    const { number } = this.#ports.rooms.get(id);
    change(number);
    this.#ports.entries.touch(number, seq);
  }
}
