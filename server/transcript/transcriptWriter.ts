import type { Log, StateReader } from '../core/ports';
import type { Journal } from '../journal/journal';
import { GENERAL, type Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Entry } from '../protocol/model';
import { formatTranscriptEntry, isShown } from '../protocol/transcript';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { TranscriptFile } from './transcriptFile';

interface TranscriptOptions {
  readonly file: string;
  readonly journal: Pick<Journal, 'state' | 'follow'>;
  readonly log: Log;
  readonly rotateBytes?: number;
  readonly checkpointMs?: number;
}

export interface Transcript {
  /** Resolves when all that is committed by now stands in the file, or could not be written (which was logged). */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Keeps `chat_history.txt` beside the database: after each commit, never before, and never in its way. The database is
 * the truth; a transcript that lacks the end after a crash gets it at the next start, and one that cannot be written is
 * logged and tried again with the next commit.
 */
export function writeTranscript(options: TranscriptOptions): Transcript {
  const writer = new Writer(options);
  const following = options.journal.follow(() => writer.wake());
  writer.wake();
  return {
    settled: () => writer.settled(),
    close: async () => {
      following[Symbol.dispose]();
      await writer.close();
    },
  };
}

class Writer {
  readonly #options: TranscriptOptions;
  readonly #state: StateReader;
  readonly #checkpointFile: string;
  /** The newest entry at the start: taken at once, since more may be committed while the disk is asked. */
  readonly #begin: Seq;
  #file: TranscriptFile | undefined;
  #written: Seq = 0;
  #at: Checkpoint | undefined;
  #checkpointAt = 0;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#state = options.journal.state;
    this.#checkpointFile = `${options.file}.at`;
    this.#begin = this.#state.room(GENERAL)?.head ?? 0;
  }

  wake(): void {
    this.#again = true;
    this.#running ??= this.#run();
  }

  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async close(): Promise<void> {
    await this.settled();
    try {
      if (this.#file) await this.#checkpoint(this.#file);
    } catch (error) {
      this.#failed(error);
    }
    await this.#letGo();
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#catchUp();
      } catch (error) {
        this.#failed(error);
        await this.#letGo();
      }
    }
    this.#running = undefined;
  }

  /** The commits only wake it: what is missing is read from the database, so live entries and a repair are one path. */
  async #catchUp(): Promise<void> {
    this.#file ??= await this.#open();
    for (;;) {
      const page = this.#state.page({ room: GENERAL, after: this.#written, limit: LIMITS.pageEntries });
      const last = page.at(-1);
      if (!last) return;
      await this.#makeRoom();
      await this.#file.append(page.map(lineOf).join(''));
      this.#written = last.seq;
      const due = Date.now() - this.#checkpointAt >= (this.#options.checkpointMs ?? 1_000);
      if (due) await this.#checkpoint(this.#file);
    }
  }

  async #open(): Promise<TranscriptFile> {
    this.#at ??= await this.#startingPoint();
    const file = await TranscriptFile.open(this.#options.file);
    this.#written = await this.#resume(file, this.#at);
    await this.#checkpoint(file);
    return file;
  }

  /**
   * A new transcript holds the whole history. Where there is a file of which nothing is known, what it lacks cannot be
   * told: it goes on with what is said from now on.
   */
  async #startingPoint(): Promise<Checkpoint> {
    const at = await readCheckpoint(this.#checkpointFile);
    const { epoch } = this.#state;
    if (at?.epoch === epoch) return at;
    const isNew = !(await TranscriptFile.exists(this.#options.file));
    return { epoch, seq: isNew ? 0 : this.#begin, bytes: 0 };
  }

  /**
   * Finds the last entry that the file holds. Behind the checkpoint stand the lines of the time before the crash, perhaps
   * with half a line at the end, which is cut off; where something else stands, somebody wrote it, and it stays.
   */
  async #resume(file: TranscriptFile, at: Checkpoint): Promise<Seq> {
    let seq = at.seq;
    const rest = await file.readFrom(at.bytes);
    let matched = 0;
    while (matched < rest.length) {
      const [entry] = this.#state.page({ room: GENERAL, after: seq, limit: 1 });
      if (!entry) break;
      const line = Buffer.from(lineOf(entry));
      const found = rest.subarray(matched, matched + line.length);
      if (!line.subarray(0, found.length).equals(found)) break;
      if (found.length < line.length) {
        await file.cutTo(file.size - found.length);
        break;
      }
      matched += line.length;
      seq = entry.seq;
    }
    await file.endLine();
    return seq;
  }

  async #makeRoom(): Promise<void> {
    const file = this.#file;
    if (!file) return;
    if (await file.isGone()) await file.begin();
    else if (file.size < (this.#options.rotateBytes ?? LIMITS.transcriptBytes)) return;
    else {
      await this.#checkpoint(file);
      await file.rotate();
    }
    await this.#checkpoint(file);
  }

  async #checkpoint(file: TranscriptFile): Promise<void> {
    await file.sync();
    this.#at = { epoch: this.#state.epoch, seq: this.#written, bytes: file.size };
    await writeCheckpoint(this.#checkpointFile, this.#at);
    this.#checkpointAt = Date.now();
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    this.#options.log.error('transcript not written', { error: String(error) });
  }
}

const lineOf = (entry: Entry): string => (isShown(entry) ? `${formatTranscriptEntry(entry)}\n` : '');
