import type { Cid, DeviceId, MemberId, RoomId, Seq } from '../protocol/ids';
import type { Member, Millis } from '../protocol/model';
import type { Failure } from '../protocol/result';

/** One entry of a history written elsewhere. `at` is the start of its minute where no more is known. */
export interface ImportedEntry {
  readonly kind: 'message' | 'joined' | 'left';
  readonly name: string;
  readonly at: Millis;
  /** Empty unless `kind` is message. */
  readonly text: string;
}

/**
 * What may be asked of the journal. Ids and keys come with the command: whoever makes it draws them, so that applying it
 * draws nothing.
 */
export type Command =
  | {
      readonly kind: 'claim';
      readonly cid: Cid;
      readonly member: MemberId;
      readonly name: string;
      readonly device: DeviceId;
      readonly storedKey: Uint8Array;
      readonly serverKey: Uint8Array;
    }
  | { readonly kind: 'rename'; readonly member: MemberId; readonly name: string }
  | { readonly kind: 'setStatus'; readonly member: MemberId; readonly status: string }
  | { readonly kind: 'join'; readonly room: RoomId; readonly member: MemberId }
  | { readonly kind: 'leave'; readonly room: RoomId; readonly member: MemberId }
  | {
      readonly kind: 'post';
      readonly cid: Cid;
      readonly room: RoomId;
      readonly member: MemberId;
      readonly text: string;
    }
  | { readonly kind: 'delete'; readonly room: RoomId; readonly member: MemberId; readonly seq: Seq }
  /** All of it or nothing. An entry the room holds as often as the import does (name, minute, text) is not added again. */
  | { readonly kind: 'import'; readonly room: RoomId; readonly entries: Iterable<ImportedEntry> };

export type CommandKind = Command['kind'];

interface Done {
  claim: { readonly member: Member };
  rename: { readonly member: Member };
  setStatus: object;
  /** Nothing is entered for a member who is there already, or gone already. */
  join: object;
  leave: object;
  post: { readonly seq: Seq; readonly at: Millis };
  /** Nothing is entered for a message that is deleted already. */
  delete: object;
  import: { readonly added: number; readonly present: number };
}

/** What a command came to. A repeated one has the first one's result, and enters nothing. */
export type Outcome<K extends CommandKind = CommandKind> =
  { readonly ok: true; readonly value: Done[K] } | { readonly ok: false; readonly error: Failure };

export type CommandOf<K extends CommandKind> = Extract<Command, { readonly kind: K }>;
