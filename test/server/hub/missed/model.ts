import type { RoomId, Seq } from '../../../../server/protocol/ids';
import { LIMITS } from '../../../../server/protocol/limits';

interface Said {
  readonly kind: 'message';
  readonly room: RoomId;
  readonly seq: Seq;
  readonly by: string;
  text: string;
  readonly replyTo: Seq | undefined;
  readonly hasFile: boolean;
  isDeleted: boolean;
  mentioned: readonly string[];
  readonly flags: Set<string>;
}

interface Done {
  readonly kind: 'flagged';
  readonly room: RoomId;
  readonly seq: Seq;
  readonly by: string;
  readonly target: Seq;
  readonly flag: string;
}

interface Standing {
  readUpTo: Seq;
  isMuted: boolean;
}

/** All that happened, in one list, and who is in which room: what one missed is a filter over it. */
export class MissedModel {
  readonly #all: (Said | Done)[] = [];
  readonly #rooms = new Map<RoomId, Map<string, Standing>>();

  addRoom(room: RoomId, members: readonly string[], head: Seq): void {
    this.#rooms.set(room, new Map(members.map((name) => [name, { readUpTo: head, isMuted: false }])));
  }

  standing(room: RoomId, name: string): Standing | undefined {
    return this.#rooms.get(room)?.get(name);
  }

  enter(room: RoomId, name: string, head: Seq): void {
    const members = this.#rooms.get(room);
    if (!members?.has(name)) members?.set(name, { readUpTo: head, isMuted: false });
  }

  leave(room: RoomId, name: string): void {
    this.#rooms.get(room)?.delete(name);
  }

  say(said: Pick<Said, 'room' | 'seq' | 'by' | 'text' | 'replyTo' | 'hasFile'>): void {
    const mentioned = this.#mentionedIn(said);
    this.#all.push({ kind: 'message', ...said, mentioned, isDeleted: false, flags: new Set() });
  }

  in(room: RoomId): readonly Said[] {
    return this.#all.filter((each) => each.kind === 'message').filter((each) => each.room === room);
  }

  edit(said: Said, text: string): void {
    said.text = text;
    said.mentioned = this.#mentionedIn(said);
  }

  remove(said: Said): void {
    said.isDeleted = true;
    said.mentioned = [];
    said.flags.delete('pinned');
  }

  flag(said: Said, done: Pick<Done, 'seq' | 'by' | 'flag'>, isOn: boolean): void {
    if (isOn) said.flags.add(done.flag);
    else said.flags.delete(done.flag);
    this.#all.push({ kind: 'flagged', room: said.room, target: said.seq, ...done });
  }

  /** As `kind room seq text`, each kind from the newest on, and as `room first unread`. */
  missedBy(name: string, since: ReadonlyMap<RoomId, Seq>) {
    const places = [...this.#rooms].flatMap(([room, members]) => {
      const standing = members.get(name);
      if (!standing || standing.isMuted) return [];
      return [{ room, after: Math.min(standing.readUpTo, since.get(room) ?? standing.readUpTo) }];
    });
    const behind = ({ room, seq }: Said | Done) => places.some((place) => place.room === room && seq > place.after);
    const told = this.#all
      .filter(behind)
      .reverse()
      .flatMap((each) => (each.kind === 'message' ? this.#toldOf(each, name) : this.#toldOfFlag(each, name)));
    const rooms = places.flatMap(({ room, after }) => {
      const unread = this.in(room).filter(({ seq, by }) => seq > after && by !== name);
      return unread[0] ? [`${room} ${unread[0].seq} ${Math.min(unread.length, LIMITS.countedUnread)}`] : [];
    });
    return { told, rooms: rooms.sort() };
  }

  #toldOf(said: Said, name: string): readonly string[] {
    if (said.by === name || said.isDeleted) return [];
    const isMention = said.mentioned.includes(name);
    const isReply = this.in(said.room).some(({ seq, by }) => seq === said.replyTo && by === name);
    const toMe = said.text.endsWith('?') ? 'question' : isMention ? 'mention' : 'reply';
    const kinds = [...(isMention || isReply ? [toMe] : []), ...(said.hasFile ? ['file'] : [])];
    return kinds.map((kind) => `${kind} ${said.room} ${said.seq} ${said.text}`);
  }

  #toldOfFlag({ room, target, flag, by, seq }: Done, name: string): readonly string[] {
    const isLast = !this.#all.some(
      (each) =>
        each.kind === 'flagged' && each.room === room && each.target === target && each.flag === flag && each.seq > seq,
    );
    const said = this.in(room).find((each) => each.seq === target);
    if (!said || said.isDeleted || !isLast || by === name || !said.flags.has(flag)) return [];
    return [`${flag} ${room} ${target} ${said.text} by ${by}`];
  }

  #mentionedIn({ room, by, text }: Pick<Said, 'room' | 'by' | 'text'>): readonly string[] {
    const members = [...(this.#rooms.get(room)?.keys() ?? [])];
    return members.filter((name) => name !== by && new RegExp(`@${name}\\b`).test(text));
  }
}
