import { ERRORS } from '../../server/protocol/codes';
import type { RoomId } from '../../server/protocol/ids';
import { type Clock, pause } from '../clock';
import type { Link } from '../connection/link';
import { callPatiently } from '../connection/patient';
import { resendDelay } from '../connection/reconnect';
import type { Disposable } from '../lifecycle';
import type { RoomList } from './roomList';
import { turnOf } from './tally';

type Counted = Pick<RoomList, 'get' | 'counted'>;

/** Tells the server how far the reader is, and takes its counts: one room after the other, as it is when its turn comes. */
export class Reads implements Disposable {
  readonly #clock: Clock;
  readonly #rooms: Counted;
  readonly #waiting = new Set<RoomId>();
  #online: { readonly link: Link; readonly lost: AbortController } | undefined;
  #isRunning = false;

  constructor(clock: Clock, rooms: Counted) {
    this.#clock = clock;
    this.#rooms = rooms;
  }

  ask(room: RoomId): void {
    this.#waiting.add(room);
    void this.#run();
  }

  online(link: Link): void {
    this.offline();
    this.#online = { link, lost: new AbortController() };
    void this.#run();
  }

  offline(): void {
    this.#online?.lost.abort();
    this.#online = undefined;
  }

  dispose(): void {
    this.offline();
    this.#waiting.clear();
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let failures = 0; ;) {
      const online = this.#online;
      const [room] = this.#waiting;
      if (!online || room === undefined) break;
      this.#waiting.delete(room);
      failures = (await this.#tell(room, online.link)) ? 0 : failures + 1;
      if (failures > 0) await pause(this.#clock, resendDelay(failures - 1, undefined), online.lost.signal);
    }
    this.#isRunning = false;
  }

  /** False: it must be asked again. */
  async #tell(room: RoomId, link: Link): Promise<boolean> {
    const mine = this.#rooms.get(room)?.mine;
    if (!mine) return true;
    const answer = await callPatiently(link, this.#clock, 'read', { room, upTo: mine.readUpTo, turn: turnOf(mine) });
    if (!answer.ok && !ERRORS[answer.error.code].final) {
      this.#waiting.add(room);
      return false;
    }
    this.#rooms.counted(room, answer.ok ? answer.value.mine : undefined);
    return true;
  }
}
