import type { Seq } from '../protocol/ids';
import type { KnownEntry } from '../protocol/model';
import type { Range } from './entryTable';

/** Of all rooms together: what most readers want, in a few megabytes. */
const MOST_CHARS = 2 * 1024 * 1024;
/** About what an entry takes besides its text. */
const ENVELOPE_CHARS = 300;
const FILE_CHARS = 600;
const REACTOR_CHARS = 120;

/** The newest entries of each room that were stored here, as they would be read: most are read again within a second. */
export class Tails {
  readonly #tails = new Map<number, KnownEntry[]>();
  #chars = 0;

  add(room: number, entry: KnownEntry): void {
    const tail = this.#tails.get(room);
    if (tail?.at(-1)?.seq === entry.seq - 1) tail.push(entry);
    else this.#begin(room, entry);
    this.#chars += charsOf(entry);
    if (this.#chars > MOST_CHARS) this.#halve();
  }

  /** Another one in its place, if that is here. */
  replace(room: number, seq: Seq, now: () => KnownEntry | undefined): void {
    const tail = this.#tails.get(room);
    const at = tail?.[0] === undefined ? -1 : seq - tail[0].seq;
    const before = tail?.[at];
    if (!tail || !before) return;
    const entry = now();
    if (!entry) return this.forget(room);
    tail[at] = entry;
    this.#chars += charsOf(entry) - charsOf(before);
  }

  /** Those of a range, if all of them are here. */
  range(room: number, { from, to }: Range): KnownEntry[] | undefined {
    const tail = this.#tails.get(room);
    const first: Seq | undefined = tail?.[0]?.seq;
    if (!tail || first === undefined || from < first || to >= first + tail.length) return undefined;
    return tail.slice(from - first, to - first + 1);
  }

  forget(room: number): void {
    this.#drop(this.#tails.get(room) ?? []);
    this.#tails.delete(room);
  }

  clear(): void {
    this.#tails.clear();
    this.#chars = 0;
  }

  #begin(room: number, entry: KnownEntry): void {
    this.forget(room);
    this.#tails.set(room, [entry]);
  }

  /** Each loses its older half. */
  #halve(): void {
    for (const [room, tail] of this.#tails) {
      this.#drop(tail.splice(0, Math.ceil(tail.length / 2)));
      if (tail.length === 0) this.#tails.delete(room);
    }
  }

  #drop(entries: readonly KnownEntry[]): void {
    for (const entry of entries) this.#chars -= charsOf(entry);
  }
}

const charsOf = (entry: KnownEntry): number => ENVELOPE_CHARS + charsOfText(entry);

/** With what its files and reactions take. */
export function charsOfText(entry: KnownEntry): number {
  if (entry.kind === 'edited') return entry.text?.length ?? 0;
  if (entry.kind !== 'message') return 0;
  const reactors = entry.reactions?.reduce((sum, { by }) => sum + by.length, 0) ?? 0;
  return entry.text.length + (entry.files?.length ?? 0) * FILE_CHARS + reactors * REACTOR_CHARS;
}
