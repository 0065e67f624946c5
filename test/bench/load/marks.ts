/**
 * What tells one message of a run from every other: the load it belongs to, its sender, and its number with that sender,
 * written at the start of its text as `<LL:SSSS:NNNNNNNN>`. It holds nothing that JSON escapes.
 */
export interface Marks {
  readonly senders: readonly number[];
  readonly numbers: readonly number[];
  readonly count: number;
}

const LENGTH = '<00:0000:00000000>'.length;
const [OPEN, COLON, CLOSE, ZERO] = Buffer.from('<:>0') as unknown as [number, number, number, number];

/** Of each message's text. */
export const MESSAGE_BYTES = 200;

const FILLER =
  'we should look at the parser again before the release because the last change made the second pass slower than it was ' +
  'and nobody has measured what happens to files that hold a few thousand short lines in a row on the older machines ';

const digits = (value: number, width: number): string => String(value).padStart(width, '0');

/** A message of about 200 bytes, as people write them, with its mark in front. */
export function messageText(load: number, sender: number, number: number): string {
  const from = (number * 7) % (FILLER.length - 1);
  const filler = (FILLER + FILLER).slice(from, from + MESSAGE_BYTES - LENGTH);
  return `<${digits(load, 2)}:${digits(sender, 4)}:${digits(number, 8)}>${filler}`;
}

/** All marks of a load in a payload, in order. Throws where one of another load stands. */
export function readMarks(payload: Buffer, load: number): Marks {
  const senders: number[] = [];
  const numbers: number[] = [];
  for (let at = payload.indexOf(OPEN); at >= 0; at = payload.indexOf(OPEN, at + 1)) {
    if (!isMark(payload, at)) continue;
    const found = numberAt(payload, at + 1, 2);
    if (found !== load) throw new Error(`a message of load ${found} came in load ${load}`);
    senders.push(senderInMark(payload, at));
    numbers.push(numberInMark(payload, at));
    at += LENGTH - 1;
  }
  return { senders, numbers, count: senders.length };
}

/** Whether a mark of this load stands here. */
export const standsAt = (bytes: Buffer, at: number, load: number): boolean =>
  isMark(bytes, at) && bytes[at] === OPEN && numberAt(bytes, at + 1, 2) === load;

export const senderInMark = (bytes: Buffer, at: number): number => numberAt(bytes, at + 4, 4);
export const numberInMark = (bytes: Buffer, at: number): number => numberAt(bytes, at + 9, 8);

function isMark(payload: Buffer, at: number): boolean {
  return payload[at + 3] === COLON && payload[at + 8] === COLON && payload[at + LENGTH - 1] === CLOSE;
}

function numberAt(payload: Buffer, at: number, width: number): number {
  let value = 0;
  for (let i = at; i < at + width; i++) value = value * 10 + payload[i]! - ZERO;
  return value;
}
