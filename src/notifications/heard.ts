import type { RoomId, Seq } from '../../server/protocol/ids';
import type { Edit, Entry } from '../../server/protocol/model';
import type { Came } from '../chat/roomList';
import { type News, type Team, mentionsMe, newsOf } from './news';

/** More messages than these are not known any more. */
const KNOWN = 1_000;

/**
 * What came while this window listened, with what became of it since: an edit may name the reader, or not any more. Whether a
 * message from before did so is not known here: its edits are counted, and not told.
 */
export class Heard {
  readonly #team: Team;
  /** Messages of others, by their place: whether they name the reader. */
  readonly #named = new Map<string, boolean>();

  constructor(team: Team) {
    this.#team = team;
  }

  /** What waits to be told, after this has come. */
  after(waiting: readonly News[], { room, entries }: Came): readonly News[] {
    return entries.reduce((news, entry) => this.#after(news, room, entry), waiting);
  }

  #after(waiting: readonly News[], room: RoomId, entry: Entry): readonly News[] {
    if (entry.kind === 'edited') return this.#edited(waiting, room, entry);
    if (entry.kind === 'deleted') return waiting.filter((news) => !isAt(news, room, entry.target));
    const news = newsOf(this.#team, room, entry);
    if (!news) return waiting;
    this.#know(room, entry.seq, news.isMention);
    return [...waiting, news];
  }

  #edited(waiting: readonly News[], room: RoomId, { target, name, text }: Edit): readonly News[] {
    const before = this.#named.get(placeOf(room, target));
    if (before === undefined || text === undefined) return waiting;
    const isMention = mentionsMe(this.#team, text);
    this.#know(room, target, isMention);
    if (waiting.some((news) => isAt(news, room, target)))
      return waiting.map((news) => (isAt(news, room, target) ? { ...news, text, isMention } : news));
    return isMention && !before ? [...waiting, { room, seq: target, name, text, isMention, isAdded: true }] : waiting;
  }

  #know(room: RoomId, seq: Seq, isNamed: boolean): void {
    this.#named.set(placeOf(room, seq), isNamed);
    const [oldest] = this.#named.keys();
    if (oldest !== undefined && this.#named.size > KNOWN) this.#named.delete(oldest);
  }
}

const placeOf = (room: RoomId, seq: Seq): string => `${room} ${seq}`;

const isAt = (news: News, room: RoomId, seq: Seq): boolean => news.room === room && news.seq === seq;
