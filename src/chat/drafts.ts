import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERAL, type RoomId, type ServerId } from '../../server/protocol/ids';
import { writeAtomically } from '../files';
import { type Log, asData } from '../log';

/**
 * The text being written to each room of each server, in a file of its own. The editor's storage would do, but for a window that ends
 * at once: it is written late, and a text that was sent since would come back as a draft.
 */
export class Drafts {
  readonly #folder: string;
  readonly #log: Log;
  /** By file. */
  readonly #latest = new Map<string, string>();
  readonly #written = new Map<string, string>();
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  get(server: ServerId, room: RoomId): string {
    const file = this.#file(server, room);
    const latest = this.#latest.get(file);
    if (latest !== undefined) return latest;
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  }

  set(server: ServerId, room: RoomId, text: string): void {
    const file = this.#file(server, room);
    this.#latest.set(file, text);
    this.#writing = this.#writing.then(() => this.#write(file));
  }

  /** Resolves when all that was set is on disk, or could not be written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** What was set while another one was being written is written once, in its last form. */
  async #write(file: string): Promise<void> {
    const text = this.#latest.get(file) ?? '';
    if (this.#written.get(file) === text) return;
    try {
      await writeAtomically(file, text);
      this.#written.set(file, text);
    } catch (error) {
      this.#log.warn('draft', asData(error));
    }
  }

  /** That of the first room is called as it was when there was no other. */
  #file(server: ServerId, room: RoomId): string {
    return join(this.#folder, room === GENERAL ? `${server}.txt` : `${server}.${room}.txt`);
  }
}
