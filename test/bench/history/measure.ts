import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Journal } from '../../../server/journal/journal';
import { newCid } from '../../../server/protocol/ids';
import { type Percentiles, Samples } from '../statistics';
import { type Made, headOf, memberId, roomId } from './fill';
import { message } from './words';

const BATCH = 100;
const POST_ROOMS = 10;

/** Messages a second that the journal commits, a hundred at once into at most ten rooms, until `batches` are on disk. */
export async function commitRate(
  journal: Journal,
  { rooms }: Made,
  batches: number,
  random: () => number,
): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < batches; i++) {
    const posts = Array.from({ length: BATCH }, (_, j) =>
      journal.submit({
        kind: 'post',
        cid: newCid(Date.now(), randomBytes(16)),
        member: memberId(j % 10),
        room: roomId(Math.floor((j % POST_ROOMS) * (rooms / POST_ROOMS)) % rooms),
        text: message(random),
      }),
    );
    for (const outcome of await Promise.all(posts)) if (!outcome.ok) throw new Error(outcome.error.code);
  }
  return (batches * BATCH) / ((performance.now() - start) / 1_000);
}

export type Where = 'last' | 'middle';

/** ms to read a page in the server, of random rooms. */
export function pageTimes(
  journal: Journal,
  made: Made,
  { where, limit, reads, random }: { where: Where; limit: number; reads: number; random: () => number },
): Percentiles {
  const times = new Samples();
  for (let i = 0; i < reads; i++) {
    const number = Math.floor(random() * made.rooms);
    const before = where === 'last' ? undefined : middleOf(made, number, limit);
    const start = performance.now();
    const page = journal.state.page({ room: roomId(number), before, limit });
    times.add(performance.now() - start);
    if (page.length === 0) throw new Error('an empty page');
  }
  return times.percentilesOrThrow();
}

export const middleOf = (made: Made, room: number, limit: number): number =>
  Math.max(limit, Math.floor(headOf(made, room) / 2)) + 1;

/** What the disk takes to confirm a small write: nothing that is durable is quicker. */
export function fsyncTimes(dir: string, count = 100): Percentiles {
  const fd = openSync(path.join(dir, 'fsync'), 'w');
  const times = new Samples();
  const page = Buffer.alloc(4_096, 1);
  for (let i = 0; i < count; i++) {
    writeSync(fd, page);
    const start = performance.now();
    fdatasyncSync(fd);
    times.add(performance.now() - start);
  }
  closeSync(fd);
  return times.percentilesOrThrow();
}
