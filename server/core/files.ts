import { cleanFileName, cleanFileType } from '../protocol/fileNames';
import type { FileId, MemberId, RoomId } from '../protocol/ids';
import type { FileRef, Millis } from '../protocol/model';
import { type Result, fail, ok } from '../protocol/result';
import { standingOf, whyNotWrite } from './access';
import type { CommandOf, Outcome } from './commands';
import type { State, StoredFile } from './ports';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Before its bytes: so nobody sends what would not be taken. */
export function announceFile(state: State, command: CommandOf<'announceFile'>, at: Millis): Outcome<'announceFile'> {
  const { cid, room, member, description, most } = command;
  const standing = standingOf(state, room, member);
  const refused = standing ? whyNotWrite(standing, at) : 'E_NOT_FOUND';
  if (refused) return fail(refused);
  const announced = state.files.ofCid(member, cid);
  if (announced) return isOf(announced, command) ? ok({ file: announced }) : fail('E_CID_CONFLICT');
  const { size } = description;
  if (size > most.each) return fail('E_FILE_TOO_BIG');
  if (size + state.files.announcedBy(member, at - DAY_MS) > most.perDay) return fail('E_FILE_QUOTA');
  if (size + state.files.bytes() > most.inAll) return fail('E_STORAGE_LOW');
  const [name, type] = [cleanFileName(description.name), cleanFileType(description.type)];

  const file = { ...description, name, type, id: command.file, member, room, cid, at, isWhole: false, isSent: false };
  state.files.add(file);
  return ok({ file });
}

const isOf = (file: StoredFile, { room, description }: CommandOf<'announceFile'>): boolean =>
  file.room === room && file.sha256 === description.sha256 && file.size === description.size;

export function keepFile(state: State, { file }: CommandOf<'keepFile'>): Outcome<'keepFile'> {
  if (!state.files.find(file)) return fail('E_NOT_FOUND');
  state.files.keep(file);
  return ok({});
}

export function dropFiles(state: State, { before }: CommandOf<'dropFiles'>): Outcome<'dropFiles'> {
  state.files.drop(before);
  return ok({});
}

interface Wanted {
  readonly room: RoomId;
  readonly member: MemberId;
  readonly ids: readonly FileId[];
}

/** Each once, and only what the author has uploaded for this room. */
export function filesToSend(state: State, { room, member, ids }: Wanted): Result<readonly FileRef[]> {
  const refs: FileRef[] = [];
  for (const id of new Set(ids)) {
    const file = state.files.find(id);
    if (file?.member !== member || file.room !== room || !file.isWhole || file.isSent) return fail('E_NOT_FOUND');
    refs.push(refOf(file));
  }
  return refs.length === ids.length ? ok(refs) : fail('E_BAD_REQUEST', 'a file twice');
}

/** What a message carries of it. */
export const refOf = ({ id, name, type, size, sha256, width, height }: StoredFile): FileRef => ({
  ...{ id, name, type, size, sha256 },
  ...(width !== undefined && height !== undefined && { width, height }),
});
