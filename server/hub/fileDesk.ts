import { randomBytes } from 'node:crypto';
import { standingOf } from '../core/access';
import { refOf } from '../core/files';
import type { FilesReader, StateReader, StoredFile } from '../core/ports';
import type { Journal } from '../journal/journal';
import type { Answer, Params } from '../protocol/calls';
import type { FileId, MemberId, RoomId, Seq } from '../protocol/ids';
import type { ServerLimits } from '../protocol/limits';
import type { FileRef } from '../protocol/model';
import { type Result, fail, ok } from '../protocol/result';

/** Where the bytes of files lie. */
export interface FileBytes {
  offsetOf(file: FileId): Promise<number>;
  hasRoomFor(bytes: number): Promise<boolean>;
}

interface DeskOptions {
  readonly journal: Journal;
  readonly limits: ServerLimits;
  readonly bytes: FileBytes;
  readonly now: () => number;
}

/** What a ticket is good for: `carriedBy` is there for a download only. */
interface Errand {
  readonly member: MemberId;
  readonly file: FileId;
  readonly carriedBy?: { readonly room: RoomId; readonly seq: Seq };
}

const MANY = 1_024;

/** Gives members tickets with which they may send or fetch one file, once and soon, and takes the tickets back. */
export class FileDesk {
  readonly #options: DeskOptions;
  readonly #errands = new Map<string, Errand & { readonly until: number }>();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  async createUpload(
    member: MemberId,
    { cid, room, ...description }: Params<'createUpload'>,
  ): Promise<Result<Answer<'createUpload'>>> {
    const { journal, limits, bytes } = this.#options;
    // What may not be known to whom is asked first.
    const most = { each: limits.fileBytes, perDay: limits.fileBytesPerDay, inAll: limits.filesBytes };
    const file = newFileId();
    const announced = { kind: 'announceFile', cid, file, room, member, description, most } as const;
    const outcome = await journal.submit<'announceFile'>(announced);
    if (!outcome.ok) return outcome;
    const { file: stored } = outcome.value;
    if (stored.isWhole) return ok({ file: refOf(stored), offset: stored.size });
    const offset = await bytes.offsetOf(stored.id);
    if (!(await bytes.hasRoomFor(stored.size - offset))) return fail('E_STORAGE_LOW');
    return ok({ file: refOf(stored), offset, ticket: this.#ticket({ member, file: stored.id }) });
  }

  createDownload(
    member: MemberId,
    { room, seq, file: id }: Params<'createDownload'>,
  ): Result<Answer<'createDownload'>> {
    const errand = { member, file: id, carriedBy: { room, seq } };
    const file = this.#carried(errand);
    if (!file) return fail('E_NOT_FOUND');
    return ok({ file, ticket: this.#ticket(errand) });
  }

  /** The file whose bytes are to come; undefined where nobody may send them, or not any more. */
  takeUpload(ticket: string): StoredFile | undefined {
    const errand = this.#take(ticket);
    const file = errand && !errand.carriedBy && this.#files.find(errand.file);
    return file && !file.isWhole && standingOf(this.#state, file.room, errand.member) ? file : undefined;
  }

  /** The file to send. */
  takeDownload(ticket: string): FileRef | undefined {
    const errand = this.#take(ticket);
    return errand && this.#carried(errand);
  }

  /** All bytes of it are stored. */
  async uploaded(file: FileId): Promise<Result<object>> {
    return this.#options.journal.submit<'keepFile'>({ kind: 'keepFile', file });
  }

  get #state(): StateReader {
    return this.#options.journal.state;
  }

  get #files(): FilesReader {
    return this.#state.files;
  }

  #carried({ member, file, carriedBy }: Errand): FileRef | undefined {
    if (!carriedBy || !standingOf(this.#state, carriedBy.room, member)) return undefined;
    const { room, seq } = carriedBy;
    const [entry] = this.#state.page({ room, after: seq - 1, limit: 1 });
    return entry?.kind === 'message' && entry.seq === seq ? entry.files?.find(({ id }) => id === file) : undefined;
  }

  #ticket(errand: Errand): string {
    const now = this.#options.now();
    if (this.#errands.size >= MANY) {
      for (const [ticket, { until }] of this.#errands) if (until <= now) this.#errands.delete(ticket);
    }
    const ticket = randomBytes(32).toString('base64url');
    this.#errands.set(ticket, { ...errand, until: now + this.#options.limits.ticketMs });
    return ticket;
  }

  #take(ticket: string): Errand | undefined {
    const errand = this.#errands.get(ticket);
    this.#errands.delete(ticket);
    return errand && this.#options.now() < errand.until ? errand : undefined;
  }
}

const newFileId = (): FileId => `f-${randomBytes(16).toString('hex')}` as FileId;
