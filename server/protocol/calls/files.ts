import * as z from 'zod/mini';
import { Cid, FileId, RoomId, Seq } from '../ids';
import { FileDescription, FileRef } from '../model';
import { Bytes32 } from './parts';

/** 32 bytes in base64url, good for one request, soon: stands in the `Authorization` header (files.ts). */
const Ticket = Bytes32;

/** Files that messages carry. Their bytes do not come this way. */
export const FILE_CALLS = {
  /**
   * Announces a file that a message in this room is to carry. Its bytes then go to `POST /files`, from `offset` on. The same
   * cid is the same file, with a new ticket: so one goes on after a cut. E_FILE_TOO_BIG, E_FILE_QUOTA, E_STORAGE_LOW.
   */
  createUpload: {
    params: z.object({ cid: Cid, room: RoomId, ...FileDescription.shape }),
    result: z.object({ file: FileRef, offset: z.int(), ticket: z.optional(Ticket) }),
  },
  /** For `GET /files`, of a file that the message at `seq` carries. */
  createDownload: {
    params: z.object({ room: RoomId, seq: Seq, file: FileId }),
    result: z.object({ file: FileRef, ticket: Ticket }),
  },
} as const;
