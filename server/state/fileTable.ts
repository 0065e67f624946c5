import type { Change, Files, StoredFile } from '../core/ports';
import type { Cid, FileId, MemberId, RoomId, Seq } from '../protocol/ids';
import type { Millis, Sha256 } from '../protocol/model';
import { type Row, bytesOf, cidOf } from './rows';
import type { Statements } from './statements';

/** What `state` holds: announced, all here, and one that is none any more but counts still as sent that day. */
const WHOLE = 1;

/** The files that members announced. What messages carry of them stands in their entries, too. */
export class FileTable implements Files {
  readonly #sql: Statements;
  readonly #tell: (change: Change) => void;

  constructor(sql: Statements, tell: (change: Change) => void) {
    this.#sql = sql;
    this.#tell = tell;
  }

  find(id: FileId): StoredFile | undefined {
    const row = this.#sql.file.get(id);
    return row && readFile(row);
  }

  ofCid(member: MemberId, cid: Cid): StoredFile | undefined {
    const row = this.#sql.fileOfCid.get(member, bytesOf(cid));
    return row && readFile(row);
  }

  isNeeded(hash: Sha256): boolean {
    return this.#sql.fileNeeded.get(hash) !== undefined;
  }

  needed(): { readonly hashes: ReadonlySet<Sha256>; readonly unfinished: ReadonlySet<FileId> } {
    const rows = this.#sql.filesNeeded.all();
    const unfinished = rows.filter((row) => row['state'] !== WHOLE).map((row) => row['id'] as FileId);
    return { hashes: new Set(rows.map((row) => row['hash'] as Sha256)), unfinished: new Set(unfinished) };
  }

  add({ id, member, room, cid, name, type, size, sha256, width, height, at }: StoredFile): void {
    const [w, h] = [width ?? null, height ?? null];
    this.#sql.addFile.run(id, member, room, bytesOf(cid), name, type, size, sha256, w, h, at);
  }

  keep(id: FileId): void {
    this.#sql.keepFile.run(id);
  }

  send(id: FileId, seq: Seq): void {
    this.#sql.sendFile.run(seq, id);
  }

  announcedBy(member: MemberId, since: Millis): number {
    return Number(this.#sql.announcedBy.get(since, member)?.['bytes']);
  }

  bytes(): number {
    return Number(this.#sql.fileBytes.get()?.['bytes']);
  }

  /** With the message that carried it. That so much was sent that day stays known. */
  end(id: FileId): void {
    const file = this.find(id);
    if (!file) return;
    this.#sql.endFile.run(id);
    this.#tell({ kind: 'fileGone', file: id, hash: file.sha256 });
  }

  drop(before: Millis): void {
    for (const { id, hash } of this.#sql.unsentFiles.all(before)) {
      this.#sql.removeFile.run(id as FileId);
      if (hash !== '') this.#tell({ kind: 'fileGone', file: id as FileId, hash: hash as Sha256 });
    }
  }
}

const ENDED = 2;

function readFile(row: Row): StoredFile | undefined {
  if (row['state'] === ENDED) return undefined;
  const { id, member_id, room_id, cid, name, type, size, hash, width, height, at, state, seq } = row;
  return {
    id: id as FileId,
    member: member_id as MemberId,
    room: room_id as RoomId,
    cid: cidOf(cid as Uint8Array),
    name: String(name),
    type: String(type),
    size: Number(size),
    sha256: hash as Sha256,
    ...(width !== null && height !== null && { width: Number(width), height: Number(height) }),
    at: Number(at),
    isWhole: state === WHOLE,
    isSent: seq !== null,
  };
}
