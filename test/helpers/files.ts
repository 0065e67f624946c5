import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  request,
} from 'node:http';
import type { Journal } from '../../server/journal/journal';
import { type FileId, GENERAL, type MemberId, type RoomId, type Seq } from '../../server/protocol/ids';
import type { Answer, Params } from '../../server/protocol/calls';
import { aCid } from './commands';
import type { WireConnection } from './wireConnection';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const described = (bytes: Uint8Array, name = 'notes.txt'): Omit<Params<'createUpload'>, 'cid' | 'room'> => ({
  ...{ name, type: 'text/plain', size: bytes.length, sha256: sha256(bytes) },
});

const MOST = { each: 1_000, perDay: 1_000_000, inAll: 1_000_000_000 };

/** A message with a file, without its bytes. */
export async function sendFile(
  journal: Journal,
  { room = GENERAL, member, bytes = Buffer.from('hello') }: { room?: RoomId; member: MemberId; bytes?: Uint8Array },
): Promise<{ readonly seq: Seq; readonly file: FileId }> {
  const file = `f-${sha256(Buffer.from(aCid())).slice(0, 32)}` as FileId;
  const announced = {
    kind: 'announceFile',
    cid: aCid(),
    file,
    room,
    member,
    description: described(bytes),
    most: MOST,
  };
  assert.deepEqual((await journal.submit<'announceFile'>({ ...announced, kind: 'announceFile' })).ok, true);
  await journal.submit<'keepFile'>({ kind: 'keepFile', file });
  const posted = await journal.submit<'post'>({ kind: 'post', cid: aCid(), room, member, text: '', files: [file] });
  assert.ok(posted.ok, JSON.stringify(posted));
  return { seq: posted.value.seq, file };
}

export const announce = (
  connection: WireConnection,
  bytes: Uint8Array,
  over: Partial<Params<'createUpload'>> = {},
): Promise<Answer<'createUpload'>> =>
  connection.value('createUpload', { cid: aCid(), room: GENERAL, ...described(bytes), ...over });

export interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Says everything of a request itself, so that a test can say what no client does. */
export async function askFiles(
  port: number,
  ticket: string | undefined,
  { body, ...options }: RequestOptions & { readonly body?: Uint8Array | Iterable<Uint8Array> } = {},
): Promise<Reply> {
  const authorization = ticket === undefined ? {} : { authorization: `Bearer ${ticket}` };
  const headers = { ...authorization, ...(options.headers as OutgoingHttpHeaders | undefined) };
  const asked = request({
    host: '127.0.0.1',
    port,
    path: '/files',
    ...options,
    headers,
  });
  const reply = new Promise<Reply>((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (response) => {
      asked.off('error', reject).on('error', () => undefined); // it has said enough
      void bodyOf(response).then(
        (whole) => resolve({ status: response.statusCode, headers: response.headers, body: whole }),
        reject,
      );
    });
  });
  if (body instanceof Uint8Array) asked.end(body);
  else {
    for (const chunk of body ?? []) asked.write(chunk);
    asked.end();
  }
  return reply;
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const upload = (
  port: number,
  { ticket, offset }: Pick<Answer<'createUpload'>, 'ticket' | 'offset'>,
  bytes: Uint8Array,
): Promise<Reply> =>
  askFiles(port, ticket, {
    method: 'POST',
    headers: { 'upload-offset': String(offset) },
    body: bytes.subarray(offset),
  });

/** Uploads it and says it in a message. */
export async function share(
  { port }: { readonly port: number },
  connection: WireConnection,
  bytes: Uint8Array,
  over: Partial<Params<'createUpload'>> = {},
): Promise<{ readonly seq: Seq; readonly file: Answer<'createUpload'>['file']; readonly room: RoomId }> {
  const { room = GENERAL } = over;
  const announced = await announce(connection, bytes, over);
  assert.equal((await upload(port, announced, bytes)).status, 201);
  const { seq } = await connection.value('post', { cid: aCid(), room, text: '', files: [announced.file.id] });
  return { seq, file: announced.file, room };
}

export async function fetchFile(
  { port }: { readonly port: number },
  connection: WireConnection,
  { room, seq, file }: { readonly room: RoomId; readonly seq: Seq; readonly file: { readonly id: FileId } },
): Promise<Reply> {
  const { ticket } = await connection.value('createDownload', { room, seq, file: file.id });
  return askFiles(port, ticket);
}
