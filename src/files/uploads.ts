import type { FileId, RoomId } from '../../server/protocol/ids';
import { type Result, fail, ok } from '../../server/protocol/result';
import type { Clock } from '../clock';
import type { Address } from '../connection/address';
import type { Link } from '../connection/link';
import { exists } from '../files';
import type { Shelf } from './shelf';
import { sendBytes } from './transfer';
import type { UnsentFile } from './unsentFile';

interface UploadsOptions {
  readonly to: Pick<Address, 'url' | 'pin'>;
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly idleMs?: number;
}

interface Going {
  readonly link: Link;
  readonly room: RoomId;
  readonly signal: AbortSignal;
  /** Told how many bytes of all the files are on the server. */
  readonly moved: (bytes: number) => void;
}

/** Progress is told no more often than this. */
const TOLD_MS = 100;

/** Brings the files of a message to the server, before the message. */
export class Uploads {
  readonly #options: UploadsOptions;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Again goes on where it was cut, as far as the server has it. */
  async send(files: readonly UnsentFile[], going: Going): Promise<Result<FileId[]>> {
    const ids: FileId[] = [];
    let before = 0;
    for (const file of files) {
      const moved = this.#seldom((bytes) => going.moved(before + bytes));
      const sent = await this.#sendOne(file, { ...going, moved });
      if (!sent.ok) return sent;
      ids.push(sent.value);
      before += file.size;
      going.moved(before);
    }
    return ok(ids);
  }

  release(files: readonly UnsentFile[]): Promise<void> {
    return this.#options.shelf.release(files);
  }

  async #sendOne({ id: cid, ...described }: UnsentFile, { link, room, signal, moved }: Going): Promise<Result<FileId>> {
    const { to, shelf, clock, idleMs } = this.#options;
    const announced = await link.call('createUpload', { cid, room, ...described });
    if (!announced.ok) return announced;
    const { file, offset, ticket } = announced.value;
    if (ticket === undefined) return ok(file.id);
    if (signal.aborted) return fail('E_UNAVAILABLE', 'aborted');
    const source = shelf.pathOf(cid);
    if (!(await exists(source))) return fail('E_FILE_DAMAGED', 'gone');
    const way = { to, ticket, clock, signal, moved, ...(idleMs !== undefined && { idleMs }) };
    const sent = await sendBytes(way, source, offset, described.size);
    return sent.ok ? ok(file.id) : sent;
  }

  #seldom(tell: (bytes: number) => void): (bytes: number) => void {
    let toldAt = -Infinity;
    return (bytes) => {
      const now = this.#options.clock.now();
      if (now < toldAt + TOLD_MS) return;
      toldAt = now;
      tell(bytes);
    };
  }
}
