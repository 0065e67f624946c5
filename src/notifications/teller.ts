import type { RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { ListedRoom } from '../../server/protocol/model';
import type { Came } from '../chat/roomList';
import type { Clock } from '../clock';
import { type Disposable, Owned } from '../lifecycle';
import type { Wanted } from '../settings';
import type { Turn } from '../turn';
import { Heard } from './heard';
import { type News, type Team, isWanted, wantedIn } from './news';
import { OnScreen } from './onScreen';
import { type Busy, tellMissed, tellNews } from './words';

/** What is read elsewhere within this time is not told here, and what comes within it is told together. */
const SETTLE_MS = 1_000;
const ROOM_MS = 5_000;

export interface Toast {
  readonly text: string;
  /** To be opened from it. */
  readonly room: RoomId;
}

export interface TellerPorts {
  readonly clock: Clock;
  readonly team: Team;
  /** Which of the windows that this member has on this computer tells. */
  readonly turn: Pick<Turn, 'take' | 'claim'>;
  readonly isFocused: boolean;
  readonly wanted: () => Wanted;
  /** Nothing is told, and not afterwards either. */
  readonly isQuiet: () => boolean;
  /** What comes is told together when this ends. */
  readonly busy: () => Busy | undefined;
  readonly isInView: (room: RoomId) => boolean;
  /** Until it is closed. */
  readonly show: (toast: Toast) => Promise<void>;
}

/** Tells the reader what it would not see: one notification at a time, and few. */
export class Teller implements Disposable {
  readonly #ports: TellerPorts;
  readonly #owned = new Owned();
  readonly #screen: OnScreen;
  readonly #heard: Heard;
  #waiting: readonly News[] = [];
  /** How much came in rooms while there was no connection. */
  #missed = new Map<RoomId, number>();
  readonly #toldAt = new Map<RoomId, number>();
  #later: Disposable | undefined;
  #isTelling = false;
  #was: Busy | undefined;

  constructor(ports: TellerPorts) {
    const { clock, team, isFocused } = ports;
    this.#ports = ports;
    this.#heard = new Heard(team);
    this.#screen = this.#owned.own(new OnScreen(clock, isFocused));
    this.#owned.own(team.rooms.came.on((came) => this.#came(came)));
    this.#owned.own(team.rooms.begun.on((before) => this.#began(before)));
    if (isFocused) void ports.turn.claim();
  }

  /** The window that is used is the one that tells. */
  follow(isFocused: boolean): void {
    if (isFocused && !this.#screen.isFocused) void this.#ports.turn.claim();
    this.#screen.follow(isFocused);
  }

  /** It may be busy no more. */
  look(): void {
    this.#lookIn(SETTLE_MS);
  }

  dispose(): void {
    this.#waiting = [];
    this.#missed = new Map();
    this.#later?.dispose();
    this.#owned.dispose();
  }

  get #hasNews(): boolean {
    return this.#waiting.length > 0 || this.#missed.size > 0;
  }

  #came(came: Came): void {
    const waiting = this.#heard.after(this.#waiting, came);
    this.#waiting = waiting.filter((news) => this.#isToBeTold(news)).slice(-LIMITS.countedUnread);
    this.look();
  }

  /** Where nothing is known of before, as after the first joining, nothing was missed. */
  #began(before: readonly ListedRoom[]): void {
    if (before.length === 0) return;
    const wanted = this.#ports.wanted();
    const known = new Map(before.map((room) => [room.id, room]));
    for (const room of this.#ports.team.rooms.all) {
      const then = known.get(room.id);
      const count = wantedIn(room, wanted) - (then ? wantedIn(then, wanted) : 0);
      const isMissed = count > 0 && room.head > (then?.head ?? 0);
      if (isMissed) this.#missed.set(room.id, (this.#missed.get(room.id) ?? 0) + count);
    }
    this.look();
  }

  #isToBeTold(news: News): boolean {
    const { team, wanted, isQuiet, isInView } = this.#ports;
    return isWanted(team, wanted(), news) && !isQuiet() && !isInView(news.room);
  }

  #lookIn(ms: number): void {
    if (this.#isTelling || !this.#hasNews) return;
    this.#later ??= this.#ports.clock.after(ms, () => {
      this.#later = undefined;
      void this.#tell();
    });
  }

  async #tell(): Promise<void> {
    const { busy, show } = this.#ports;
    if (this.#isTelling || !this.#hasNews) return;
    this.#was = busy() ?? this.#was;
    if (busy()) return;
    this.#isTelling = true;
    const toast = this.#takeMissed() ?? this.#takeDue();
    if (toast && (await this.#isOurTurn())) await this.#screen.wait(show(toast));
    this.#isTelling = false;
    this.#lookIn(Math.max(SETTLE_MS, this.#waitMs));
  }

  /** Until the first room may be told of again. */
  get #waitMs(): number {
    const now = this.#ports.clock.now();
    const waits = this.#waiting.map(({ room }) => (this.#toldAt.get(room) ?? -Infinity) + ROOM_MS - now);
    return Math.min(ROOM_MS, ...waits);
  }

  #takeMissed(): Toast | undefined {
    const { team, wanted, isQuiet, isInView } = this.#ports;
    const missed = new Map<RoomId, number>();
    for (const [id, count] of this.#missed) {
      const room = team.rooms.get(id);
      const left = room && !isQuiet() && !isInView(id) ? Math.min(count, wantedIn(room, wanted())) : 0;
      if (left > 0) missed.set(id, left);
    }
    this.#missed = new Map();
    const newest = team.rooms.all.filter(({ id }) => missed.has(id)).sort((a, b) => b.lastAt - a.lastAt)[0];
    return newest && { text: tellMissed(team, missed, wanted()), room: newest.id };
  }

  #takeDue(): Toast | undefined {
    const now = this.#ports.clock.now();
    const isDue = ({ room }: News) => now - (this.#toldAt.get(room) ?? -Infinity) >= ROOM_MS;
    const waiting = this.#waiting.filter((news) => this.#isToBeTold(news));
    const due = waiting.filter(isDue);
    this.#waiting = waiting.filter((news) => !isDue(news));
    const newest = due.at(-1);
    if (!newest) return undefined;
    for (const { room } of due) this.#toldAt.set(room, now);
    const text = tellNews(this.#ports.team, due, this.#was);
    this.#was = undefined;
    return { text, room: newest.room };
  }

  async #isOurTurn(): Promise<boolean> {
    const { turn } = this.#ports;
    if (!this.#screen.isFocused) return turn.take();
    await turn.claim();
    return true;
  }
}
