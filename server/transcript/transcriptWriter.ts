import type { Log, StateReader } from '../core/ports';
import type { Journal } from '../journal/journal';
import { GENERAL, type Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Entry } from '../protocol/model';
import { formatTranscriptEntry, isShown, lineBefore } from '../protocol/transcript';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { Redaction } from './redaction';
import { TranscriptFile } from './transcriptFile';

interface TranscriptOptions {
  readonly file: string;
  readonly journal: Pick<Journal, 'state' | 'follow'>;
  readonly log: Log;
  readonly rotateBytes?: number;
  readonly checkpointMs?: number;
  readonly wakeMs?: number;
}

/** What is committed within this time is written together. */
const WAKE_MS = 50;
/** Of one write. */
const PAGES = 4;
/** Checkpoints cost two flushes; what follows the last one is found again after a crash. */
const CHECKPOINT_MS = 5_000;
const LOOK_MS = 1_000;
const RETRY_MS = 10_000;

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
  writer.begin();
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
  /** The file begins with the entry behind this one. */
  #since: Seq = 0;
  /** Messages that were deleted or edited, whose lines may still hold what they said. */
  #toRedact: Seq[] = [];
  #at: Checkpoint | undefined;
  #checkpointAt = 0;
  #lookedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#state = options.journal.state;
    this.#checkpointFile = `${options.file}.at`;
    this.#begin = this.#state.room(GENERAL)?.head ?? 0;
  }

  begin(): void {
    this.#again = true;
    this.#running ??= this.#run();
  }

  /** Soon, so that a busy chat does not pay for each message alone. */
  wake(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.begin();
    }, this.#options.wakeMs ?? WAKE_MS);
  }

  async settled(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lookedAt = 0;
    this.begin();
    while (this.#running) await this.#running;
  }

  async close(): Promise<void> {
    await this.settled();
    clearTimeout(this.#timer);
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
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.begin();
        }, RETRY_MS);
      }
    }
    this.#running = undefined;
  }

  /** The commits only wake it: what is missing is read from the database, so live entries and a repair are one path. */
  async #catchUp(): Promise<void> {
    this.#file ??= await this.#open();
    await this.#look(this.#file);
    for (;;) {
      if (this.#toRedact.length > 0) await this.#redact(this.#file);
      const page = this.#next();
      const last = page.at(-1);
      if (!last) return;
      await this.#makeRoom(this.#file);
      await this.#file.append(page.map(lineOf).join(''));
      this.#toRedact.push(...targetsOf(page).filter((target) => target <= this.#written));
      this.#written = last.seq;
      const due = Date.now() - this.#checkpointAt >= (this.#options.checkpointMs ?? CHECKPOINT_MS);
      if (due && this.#toRedact.length === 0) await this.#checkpoint(this.#file);
    }
  }

  /** Some pages, so that one write holds what is committed while the one before it is under way. */
  #next(): readonly Entry[] {
    const entries: Entry[] = [];
    for (let pages = 0; pages < PAGES; pages += 1) {
      const after = entries.at(-1)?.seq ?? this.#written;
      const page = this.#state.page({ room: GENERAL, after, limit: LIMITS.pageEntries });
      entries.push(...page);
      if (page.length < LIMITS.pageEntries) break;
    }
    return entries;
  }

  async #open(): Promise<TranscriptFile> {
    this.#at ??= await this.#startingPoint();
    const file = await TranscriptFile.open(this.#options.file);
    this.#toRedact = [];
    this.#written = await this.#resume(file, this.#at);
    this.#since = this.#at.since ?? this.#written;
    if (this.#toRedact.length === 0) await this.#checkpoint(file);
    return file;
  }

  /**
   * A new transcript holds the whole history, and one that was deleted what it held. Where there is a file of which nothing
   * is known, what it lacks cannot be told: it goes on with what is said from now on.
   */
  async #startingPoint(): Promise<Checkpoint> {
    const at = await readCheckpoint(this.#checkpointFile);
    const { epoch } = this.#state;
    const isThere = await TranscriptFile.exists(this.#options.file);
    if (at?.epoch === epoch) return isThere ? at : { epoch, seq: at.since ?? at.seq, bytes: 0, since: at.since };
    const seq = isThere ? this.#begin : 0;
    return { epoch, seq, bytes: 0, since: seq };
  }

  /**
   * Finds the last entry that the file holds. Behind the checkpoint stand the lines of the time before the crash, perhaps
   * with half a line at the end, which is cut off; where something else stands, somebody wrote it, and it stays.
   */
  async #resume(file: TranscriptFile, at: Checkpoint): Promise<Seq> {
    const known = at.before?.size === file.size ? at.before : at;
    let { seq } = known;
    const rest = await file.readFrom(known.bytes);
    let matched = 0;
    while (matched < rest.length) {
      const [entry] = this.#state.page({ room: GENERAL, after: seq, limit: 1 });
      if (!entry) break;
      const found = lineAt(rest, matched, entry);
      if (found === undefined) break;
      if (found === 'cut') {
        await file.cutTo(file.size - (rest.length - matched));
        break;
      }
      this.#toRedact.push(...targetsOf([entry]));
      matched += found;
      seq = entry.seq;
    }
    await file.endLine();
    return seq;
  }

  /** At most once in a while: it is rarely not there. */
  async #look(file: TranscriptFile): Promise<void> {
    if (Date.now() - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = Date.now();
    const whereabouts = await file.whereabouts();
    if (whereabouts === 'here') return;
    if (whereabouts === 'deleted') this.#written = this.#since;
    else this.#since = this.#written;
    await file.begin();
    await this.#checkpoint(file);
  }

  async #makeRoom(file: TranscriptFile): Promise<void> {
    if (file.size < (this.#options.rotateBytes ?? LIMITS.transcriptBytes)) return;
    await this.#checkpoint(file);
    await file.rotate();
    this.#since = this.#written;
    await this.#checkpoint(file);
  }

  /** Until this is done the checkpoint stays where it was, so that it is done again after a crash. */
  async #redact(file: TranscriptFile): Promise<void> {
    const targets = this.#toRedact;
    const redaction = await Redaction.of(this.#state, targets);
    let lines = await this.#redactCurrent(file, redaction);
    for (const rotated of lines < targets.length ? await file.rotated() : []) {
      const redacted = await redaction.inFile(rotated);
      await redacted?.put();
      lines += redacted?.lines ?? 0;
      if (lines >= targets.length) break;
    }
    this.#toRedact = [];
    await this.#checkpoint(file);
  }

  async #redactCurrent(file: TranscriptFile, redaction: Redaction): Promise<number> {
    const redacted = await redaction.inFile(this.#options.file);
    if (!redacted) return 0;
    await file.sync();
    const { seq, bytes } = this.#at ?? { seq: this.#since, bytes: 0 };
    this.#at = await this.#save(redacted.size, { size: file.size, seq, bytes });
    await file.begin(() => redacted.put());
    return redacted.lines;
  }

  async #checkpoint(file: TranscriptFile): Promise<void> {
    await file.sync();
    this.#at = await this.#save(file.size);
    this.#checkpointAt = Date.now();
  }

  async #save(bytes: number, before?: Checkpoint['before']): Promise<Checkpoint> {
    const at = { epoch: this.#state.epoch, seq: this.#written, bytes, since: this.#since, before };
    await writeCheckpoint(this.#checkpointFile, at);
    return at;
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

const targetsOf = (entries: readonly Entry[]): readonly Seq[] =>
  entries.flatMap((entry) => (entry.kind === 'deleted' || entry.kind === 'edited' ? [entry.target] : []));

/** How long the line of an entry is that stands there, or that it is cut at the end of the file; undefined: another one. */
function lineAt(bytes: Buffer, from: number, entry: Entry): number | 'cut' | undefined {
  const isGone = entry.kind === 'message' && (entry.tombstone ?? entry.editedAt) !== undefined;
  // What stands where a text was is not known: it may be the text.
  const begin = Buffer.from(isGone ? (entry.tombstone === 'damaged' ? '' : lineBefore(entry)) : lineOf(entry));
  const found = bytes.subarray(from, from + begin.length);
  if (!begin.subarray(0, found.length).equals(found)) return undefined;
  if (found.length < begin.length) return 'cut';
  if (!isGone) return begin.length;
  const end = bytes.indexOf(0x0a, from);
  return end < 0 ? 'cut' : end + 1 - from;
}
