import type { Marks } from './marks';

/** A frame that some member has got and that was taken apart: whoever gets the same bytes next knows what is in it. */
export interface KnownFrame {
  readonly bytes: Buffer;
  readonly marks: Marks;
}

export interface Order {
  /** The frame whose first message has this place, if one was seen lately. */
  frameAt(place: number): KnownFrame | undefined;
  /** A member that has got all messages before `place` gets these. Throws when these are not the next ones. */
  accept(place: number, bytes: Buffer, marks: Marks): void;
  /** The same for one message, whose frame need not be known. */
  acceptOne(place: number, sender: number, number: number): void;
}

/** Of one member: each sender's messages in order, however the senders' are mixed. */
export class SenderOrder implements Order {
  readonly #next: number[];

  constructor(senders: number) {
    this.#next = Array.from({ length: senders }, () => 0);
  }

  frameAt(): undefined {
    return undefined;
  }

  accept(place: number, _bytes: Buffer, { senders, numbers, count }: Marks): void {
    for (let i = 0; i < count; i++) this.acceptOne(place + i, senders[i]!, numbers[i]!);
  }

  acceptOne(_place: number, sender: number, number: number): void {
    const next = this.#next[sender];
    if (number !== next) throw new Error(`sender ${sender}: ${number} came where ${next} was next`);
    this.#next[sender] = next + 1;
  }
}

/**
 * The one order of a load's messages, learned from whoever is first to get one. Every member must get exactly these, in
 * this order: a lost, doubled or reordered message is an error at the member and the place where it happens.
 */
export class TotalOrder implements Order {
  /** By the place of their first message. */
  readonly #frames = new Map<number, KnownFrame>();
  readonly #recent: number[] = [];
  readonly #places: number[][];
  readonly #keep: number;
  #length = 0;

  constructor(senders: number, keep = 2_048) {
    this.#places = Array.from({ length: senders }, () => []);
    this.#keep = keep;
  }

  /** Messages seen so far. */
  get length(): number {
    return this.#length;
  }

  frameAt(place: number): KnownFrame | undefined {
    return this.#frames.get(place);
  }

  accept(place: number, bytes: Buffer, marks: Marks): void {
    if (marks.count === 0) return;
    for (let i = 0; i < marks.count; i++) this.acceptOne(place + i, marks.senders[i]!, marks.numbers[i]!);
    if (this.#frames.has(place)) return;
    this.#frames.set(place, { bytes: Buffer.from(bytes), marks });
    this.#recent.push(place);
    if (this.#recent.length > this.#keep) this.#frames.delete(this.#recent.shift()!);
  }

  acceptOne(place: number, sender: number, number: number): void {
    const places = this.#places[sender];
    if (!places) throw new Error(`a message of an unknown sender ${sender}`);
    const known = places[number];
    if (known === undefined) {
      if (number !== places.length) throw new Error(`sender ${sender}: ${number} came where ${places.length} was next`);
      if (place !== this.#length)
        throw new Error(`sender ${sender}: ${number} is new at place ${place}, which is taken`);
      places.push(this.#length++);
    } else if (known !== place) {
      const what = known < place ? 'came twice or late' : 'came too early: something is lost';
      throw new Error(`sender ${sender}: ${number} has place ${known} and ${what} at place ${place}`);
    }
  }
}
