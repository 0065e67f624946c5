import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as z from 'zod/mini';
import { ServerId } from '../protocol/ids';
import { Millis, Sha256 } from '../protocol/model';
import { ByteReader } from './byteReader';
import { BadSeal } from './sealed';

/**
 * What a moved server is made of, one after the other: who it is, then each file behind its name and size, then how many
 * there were. Each of these stands in front of its bytes as a length (4) and JSON.
 */
export const VERSION = 1;
const Name = z.union([z.enum(['chat.db', 'certificate.pem']), z.string().check(z.regex(/^files\/[0-9a-f]{64}$/))]);
const Team = z.object({ kind: z.literal('team'), version: z.int(), server: ServerId, app: z.string(), at: Millis });
const Part = z.object({ kind: z.literal('file'), name: Name, size: z.int().check(z.minimum(0)) });
const End = z.object({ kind: z.literal('end'), files: z.int() });
const Said = z.discriminatedUnion('kind', [Team, Part, End]);

export type Team = Omit<z.infer<typeof Team>, 'kind' | 'version'>;

/** A file that belongs to a server, under the name that it has in its data folder. */
export interface Kept {
  readonly name: string;
  readonly size: number;
  readonly path: string;
}

export interface Packed {
  readonly name: string;
  readonly size: number;
  /** To be read before the next one is asked for. */
  readonly bytes: AsyncIterable<Buffer>;
}

const MOST_SAID = 4_096;

/** A file that is not as long as it was throws. */
export async function* pack(team: Team, files: Iterable<Kept>): AsyncGenerator<Buffer> {
  yield said({ kind: 'team', version: VERSION, ...team });
  let count = 0;
  for (const { name, size, path } of files) {
    count += 1;
    yield said({ kind: 'file', name, size });
    let read = 0;
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (read <= size) yield chunk;
    }
    if (read !== size) throw new Error(`${path} changed while it was read`);
  }
  yield said({ kind: 'end', files: count });
}

/** Who it is, and its files. Throws BadSeal where that is not what `pack` makes. */
export async function unpack(
  plain: AsyncIterable<Uint8Array>,
): Promise<{ readonly team: Team; readonly files: AsyncIterable<Packed> }> {
  const reader = new ByteReader(plain);
  const first = await heard(reader);
  if (first.kind !== 'team') throw new BadSeal('damaged');
  if (first.version > VERSION) throw new BadSeal('newer');
  const { kind: _kind, version: _version, ...team } = first;
  return { team, files: filesOf(reader) };
}

async function* filesOf(reader: ByteReader): AsyncGenerator<Packed> {
  const names = new Set<string>();
  for (;;) {
    const next = await heard(reader);
    if (next.kind === 'team') throw new BadSeal('damaged');
    if (next.kind === 'end') {
      if (next.files !== names.size || !(await reader.isOver())) throw new BadSeal('damaged');
      return;
    }
    const { name, size } = next;
    if (names.has(name)) throw new BadSeal('damaged');
    names.add(name);
    yield { name, size, bytes: checked(next, reader.pass(size)) };
  }
}

/** The name of a file that was sent is the hash of its bytes. */
async function* checked({ name, size }: z.infer<typeof Part>, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const chunk of bytes) {
    read += chunk.length;
    hash.update(chunk);
    yield chunk;
  }
  const named = Sha256.safeParse(name.slice('files/'.length));
  if (read !== size || (named.success && named.data !== hash.digest('hex'))) throw new BadSeal('damaged');
}

function said(what: z.infer<typeof Said>): Buffer {
  const json = Buffer.from(JSON.stringify(what));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

async function heard(reader: ByteReader): Promise<z.infer<typeof Said>> {
  const length = await reader.atMost(4);
  const size = length.length === 4 ? length.readUInt32BE() : MOST_SAID + 1;
  if (size > MOST_SAID) throw new BadSeal('damaged');
  const parsed = Said.safeParse(parse(await reader.atMost(size)));
  if (!parsed.success) throw new BadSeal('damaged');
  return parsed.data;
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString()) as unknown;
  } catch {
    return undefined;
  }
}
