import type { Answer, Params } from '../../server/protocol/calls';
import type { RoomId, Seq } from '../../server/protocol/ids';
import type { FileRef } from '../../server/protocol/model';
import { type Result, fail, ok } from '../../server/protocol/result';
import type { Clock } from '../clock';
import type { Address } from '../connection/address';
import type { Cached, FileCache } from './cache';
import { fetchBytes } from './transfer';

/** Which file of which message. */
export interface Place {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly file: FileRef;
}

interface DownloadsOptions {
  readonly to: Pick<Address, 'url' | 'pin'>;
  readonly cache: FileCache;
  readonly clock: Clock;
  readonly ask: (wanted: Params<'createDownload'>) => Promise<Result<Answer<'createDownload'>>>;
  readonly idleMs?: number;
}

/** So many come at once; the others wait. */
const LINES = 3;

/** Brings files of messages to this computer, and checks that they are what was sent. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  async bring(place: Place, signal: AbortSignal, moved: (bytes: number) => void): Promise<Result<Cached>> {
    const cached = await this.#options.cache.get(place.file);
    if (cached) return ok(cached);
    await this.#line();
    try {
      return await this.#bring(place, signal, moved);
    } finally {
      this.#underWay -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #bring({ room, seq, file }: Place, signal: AbortSignal, moved: (bytes: number) => void) {
    const { to, cache, clock, ask, idleMs } = this.#options;
    // What waited may have come with another message.
    const cached = await cache.get(file);
    if (cached) return ok(cached);
    if (signal.aborted) return fail('E_UNAVAILABLE', 'aborted');
    const answer = await ask({ room, seq, file: file.id });
    if (!answer.ok) return answer;
    const { file: told, ticket } = answer.value;
    if (told.sha256 !== file.sha256 || told.size !== file.size) return fail('E_FILE_DAMAGED');
    const coming = cache.newPlace();
    const way = { to, ticket, clock, signal, moved, ...(idleMs !== undefined && { idleMs }) };
    const fetched = await fetchBytes(way, file, coming);
    return fetched.ok ? ok(await cache.put(coming, file)) : fetched;
  }

  async #line(): Promise<void> {
    while (this.#underWay >= LINES) await new Promise<void>((next) => this.#waiting.push(next));
    this.#underWay += 1;
  }
}
