import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerId } from '../../server/protocol/ids';
import { writeAtomically } from '../files';
import { type Log, asData } from '../log';

/**
 * The text being written to each server, in a file of its own. The editor's storage would do, but for a window that ends
 * at once: it is written late, and a text that was sent since would come back as a draft.
 */
export class Drafts {
  readonly #folder: string;
  readonly #log: Log;
  readonly #latest = new Map<ServerId, string>();
  readonly #written = new Map<ServerId, string>();
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  get(server: ServerId): string {
    const latest = this.#latest.get(server);
    if (latest !== undefined) return latest;
    try {
      return readFileSync(this.#file(server), 'utf8');
    } catch {
      return '';
    }
  }

  set(server: ServerId, text: string): void {
    this.#latest.set(server, text);
    this.#writing = this.#writing.then(() => this.#write(server));
  }

  /** Resolves when all that was set is on disk, or could not be written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** What was set while another one was being written is written once, in its last form. */
  async #write(server: ServerId): Promise<void> {
    const text = this.#latest.get(server) ?? '';
    if (this.#written.get(server) === text) return;
    try {
      await writeAtomically(this.#file(server), text);
      this.#written.set(server, text);
    } catch (error) {
      this.#log.warn('draft', asData(error));
    }
  }

  #file(server: ServerId): string {
    return join(this.#folder, `${server}.txt`);
  }
}
