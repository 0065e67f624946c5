import type { Answer, CallName, Params } from '../../server/protocol/calls';
import type { RoomId } from '../../server/protocol/ids';
import { type Result, fail } from '../../server/protocol/result';
import type { Clock } from '../clock';
import type { Standing } from '../connection/keeper';
import type { Link } from '../connection/link';
import { callPatiently } from '../connection/patient';
import type { RoomList } from './roomList';

interface CallerOptions {
  readonly standing: () => Standing<Link>;
  readonly rooms: () => RoomList;
  readonly clock: Clock;
}

/** What is answered with a room, which may be none of the list yet. */
const TELLING: ReadonlySet<CallName> = new Set(['createRoom', 'openDirect', 'joinRoom', 'room']);

/** The calls that a chat makes for others. */
export class Caller {
  readonly #options: CallerOptions;
  #meeting: Promise<unknown> = Promise.resolve();

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** E_UNAVAILABLE without a connection; where the server asks for a pause, it is taken. */
  async call<K extends CallName>(name: K, params: Params<K>): Promise<Result<Answer<K>>> {
    const standing = this.#options.standing();
    if (standing.at !== 'online') return fail('E_UNAVAILABLE', 'offline');
    const answer = await callPatiently(standing.link, this.#options.clock, name, params);
    if (answer.ok && TELLING.has(name)) this.#options.rooms().learn((answer.value as Answer<'joinRoom'>).room);
    return answer;
  }

  /** One after the other: who names many rooms is not to be asked for all of them at once. */
  meet(room: RoomId): void {
    this.#meeting = this.#meeting.then(() => this.call('room', { room }));
  }
}
