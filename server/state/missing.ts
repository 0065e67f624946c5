import type { MissedMessage, MissedPage, MissedQuery } from '../core/ports';
import type { Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import { type MissedKind, type Reached, isQuestion } from '../protocol/missed';
import type { Flagged, KnownEntry, Message } from '../protocol/model';
import type { EntryTable } from './entryTable';
import type { Members } from './members';
import type { CachedRoom, Rooms } from './rooms';
import type { Row } from './rows';
import type { Statements } from './statements';

interface MissingPorts {
  readonly rooms: Rooms;
  readonly members: Members;
  readonly entries: EntryTable;
}

/** A member, as its entries name it. */
interface Reader {
  readonly id: MissedQuery['member'];
  readonly number: number;
}

/** What of a room may have to be told, by its seq from the newest on. */
interface Candidates {
  readonly seqs: readonly Seq[];
  readonly mentions: ReadonlySet<Seq>;
  readonly isCut: boolean;
}

const FLAGS: ReadonlySet<string> = new Set<MissedKind>(['pinned', 'resolved']);

/** What a member missed. Indexes lead to what may have to be told, so that it does not cost what was said beside it. */
export class Missing {
  readonly #sql: Statements;
  readonly #ports: MissingPorts;

  constructor(sql: Statements, ports: MissingPorts) {
    this.#sql = sql;
    this.#ports = ports;
  }

  look({ member, rooms }: MissedQuery): MissedPage {
    const reader = { id: member, number: this.#ports.members.number(member) ?? -1 };
    const found: MissedMessage[] = [];
    let left: number = LIMITS.missedEntries;
    let isCut = false;
    for (const reached of rooms) {
      const room = this.#ports.rooms.get(reached.room);
      const candidates = this.#candidates(room, reached.seq, { reader, most: Math.min(left, LIMITS.missedInRoom) });
      found.push(...this.#toldIn(room, candidates, reader));
      left -= candidates.seqs.length;
      isCut ||= candidates.isCut;
    }
    return { found, rooms: rooms.flatMap((reached) => this.#counted(reached, reader) ?? []), isCut };
  }

  #candidates(
    { number }: CachedRoom,
    after: Seq,
    { reader, most }: { readonly reader: Reader; readonly most: number },
  ): Candidates {
    const seqsOf = (rows: readonly Row[]) => rows.map(({ seq }) => Number(seq));
    const mentions = seqsOf(this.#sql.mentionsOf.all(reader.number, number, after, most + 1));
    const notable = seqsOf(this.#sql.notable.all(number, after, most + 1));
    const seqs = [...new Set([...mentions, ...notable])].sort((a, b) => b - a);
    return { seqs: seqs.slice(0, most), mentions: new Set(mentions), isCut: seqs.length > most };
  }

  #toldIn(room: CachedRoom, { seqs, mentions }: Candidates, reader: Reader): readonly MissedMessage[] {
    const done = new Set<string>();
    return seqs.flatMap((seq) => {
      const entry = this.#entry(room, seq);
      if (entry?.kind === 'flagged') return this.#flagged(room, entry, { reader, done });
      return entry?.kind === 'message' ? this.#said(room, entry, { reader, isMention: mentions.has(seq) }) : [];
    });
  }

  #said(
    room: CachedRoom,
    message: Message,
    { reader, isMention }: { readonly reader: Reader; readonly isMention: boolean },
  ): readonly MissedMessage[] {
    if (message.tombstone !== undefined || message.author === reader.id) return [];
    const isReply = message.replyTo !== undefined && this.#isBy(room, message.replyTo, reader);
    const kinds: MissedKind[] = [];
    if (isMention || isReply) kinds.push(isQuestion(message.text) ? 'question' : isMention ? 'mention' : 'reply');
    if (message.files) kinds.push('file');
    return kinds.map((kind) => ({ kind, room: room.id, message, at: message.at }));
  }

  /** Where it is so still, by who did it last. */
  #flagged(
    room: CachedRoom,
    { target, flag, isOn, at, name, author }: Flagged,
    { reader, done }: { readonly reader: Reader; readonly done: Set<string> },
  ): readonly MissedMessage[] {
    const act = `${flag} ${target}`;
    if (!FLAGS.has(flag) || done.has(act)) return [];
    done.add(act);
    if (author === reader.id) return [];
    const message = isOn ? this.#entry(room, target) : undefined;
    if (message?.kind !== 'message' || message.tombstone !== undefined) return [];
    const kind = flag as 'pinned' | 'resolved';
    return message[kind] === true ? [{ kind, room: room.id, message, at, by: name }] : [];
  }

  /** A room of which nothing but acts is new has nothing to be gone to. */
  #counted({ room: id, seq: after }: Reached, reader: Reader): MissedPage['rooms'][number] | undefined {
    const { number: room, head } = this.#ports.rooms.get(id);
    const unread = this.#ports.entries.countOfOthers(room, { after, head, reader: reader.number });
    const row = this.#sql.firstOfOthers.get(room, after, after + LIMITS.countedEntries, reader.number);
    if (unread === 0) return undefined;
    return { room: id, first: Number(row?.['seq'] ?? after + 1), at: Number(row?.['at'] ?? 0), unread };
  }

  #isBy(room: CachedRoom, seq: Seq, reader: Reader): boolean {
    return this.#ports.entries.stored(room.number, seq)?.author === reader.number;
  }

  #entry({ number }: CachedRoom, seq: Seq): KnownEntry | undefined {
    return this.#ports.entries.page(number, { from: seq, to: seq }, 'first')[0];
  }
}
