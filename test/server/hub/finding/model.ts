import type { Params } from '../../../../server/protocol/calls';
import type { RoomId, Seq } from '../../../../server/protocol/ids';

export interface Said {
  readonly room: RoomId;
  readonly seq: Seq;
  /** Its name; of who was imported, too. */
  readonly by: string;
  readonly isImported: boolean;
  readonly at: number;
  readonly text: string;
}

export interface Place {
  readonly id: RoomId;
  readonly kind: 'public' | 'private' | 'direct';
  readonly members: Set<string>;
}

export interface Reader {
  readonly name: string;
  readonly isGuest: boolean;
  /** In each room the reader is in. */
  readonly readUpTo: ReadonlyMap<RoomId, Seq>;
}

type Asked = Omit<Params<'find'>, 'next' | 'limit'>;

/** What was said and is still there, in the order of its coming, and who may read it: with a filter, and no index. */
export class FindingModel {
  readonly places = new Map<RoomId, Place>();
  #said: Said[] = [];

  say(said: Said): void {
    this.#said.push(said);
  }

  remove(room: RoomId, seq: Seq): void {
    this.#said = this.#said.filter((said) => said.room !== room || said.seq !== seq);
  }

  reword(room: RoomId, seq: Seq, text: string): void {
    this.#said = this.#said.map((said) => (said.room === room && said.seq === seq ? { ...said, text } : said));
  }

  ofMember(name: string): readonly Said[] {
    return this.#said.filter(({ by }) => by === name);
  }

  mayRead({ name, isGuest }: Reader, room: RoomId): boolean {
    const place = this.places.get(room);
    return place !== undefined && (place.members.has(name) || (place.kind === 'public' && !isGuest));
  }

  /** Newest first. Undefined: it asks for a room that is not the reader's. */
  find(reader: Reader, asked: Asked): readonly Said[] | undefined {
    if (asked.rooms?.some((room) => !this.mayRead(reader, room))) return undefined;
    return this.#said.filter((said) => this.mayRead(reader, said.room) && isAskedFor(reader, said, asked)).reverse();
  }
}

function isAskedFor(reader: Reader, said: Said, { text, rooms, from, has, since, until, isUnread }: Asked): boolean {
  const { room, seq, by, at, isImported } = said;
  const readUpTo = reader.readUpTo.get(room);
  if (isUnread === true && (readUpTo === undefined || seq <= readUpTo || (!isImported && by === reader.name)))
    return false;
  if (has?.includes('code') && !said.text.includes('`')) return false;
  if (has?.includes('link') && !said.text.includes('https://')) return false;
  if (has?.includes('file')) return false;
  if (at < (since ?? -Infinity) || at >= (until ?? Infinity)) return false;
  return (rooms?.includes(room) ?? true) && (from?.includes(by) ?? true) && holdsAll(said.text, text);
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+|[\u3000-\u9fff]/gu) ?? [];

/** Each word, those in quotation marks next to each other, and the beginning of the last where it stands at the end. */
function holdsAll(said: string, typed: string): boolean {
  const words = wordsOf(said);
  const terms = typed.match(/"[^"]*(?:"|$)|[^\s"]+/g) ?? [];
  return terms.every((term, i) => {
    const sought = wordsOf(term);
    const isBegun = i === terms.length - 1 && !term.endsWith('"') && /[a-z0-9]{2}$/.test(typed);
    const isAt = (at: number) =>
      sought.every((word, j) =>
        isBegun && j === sought.length - 1 ? words[at + j]?.startsWith(word) : words[at + j] === word,
      );
    return words.some((_, at) => isAt(at));
  });
}
