import type { Cid, DeviceId, FileId, InviteId, MemberId, RoomId, Seq } from '../protocol/ids';
import type { FileDescription, Flag, Member, Millis, Role } from '../protocol/model';
import type { Failure } from '../protocol/result';
import type { MembershipChange, RoomChange, StoredFile, StoredInvite } from './ports';

/** One entry of a history written elsewhere. `at` is the start of its minute where no more is known. */
export interface ImportedEntry {
  readonly kind: 'message' | 'joined' | 'left';
  readonly name: string;
  readonly at: Millis;
  /** Empty unless `kind` is message. */
  readonly text: string;
}

/**
 * What may be asked of the journal. Ids, keys and hashes come with the command: whoever makes it draws them, so that applying
 * it draws nothing. `by` is undefined for whoever runs the server.
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
      /** The hash of its secret. */
      readonly invite?: Uint8Array | undefined;
      readonly mustBeInvited: boolean;
    }
  | {
      readonly kind: 'pair';
      readonly cid: Cid;
      readonly codeHash: Uint8Array;
      readonly device: DeviceId;
      readonly storedKey: Uint8Array;
      readonly serverKey: Uint8Array;
    }
  | {
      readonly kind: 'createPairing';
      readonly member: MemberId;
      /** The one that asks; undefined for whoever runs the server. */
      readonly device: DeviceId | undefined;
      readonly codeHash: Uint8Array;
    }
  | { readonly kind: 'revokeDevice'; readonly member: MemberId; readonly device: DeviceId }
  | {
      readonly kind: 'rekey';
      readonly member: MemberId;
      readonly device: DeviceId;
      readonly to: DeviceId;
      readonly storedKey: Uint8Array;
      readonly serverKey: Uint8Array;
    }
  | {
      readonly kind: 'createInvite';
      readonly by: MemberId | undefined;
      readonly invite: InviteId;
      readonly secretHash: Uint8Array;
      readonly role: Role;
      readonly room?: RoomId | undefined;
      readonly lastsMs: number;
      readonly uses: number;
    }
  | { readonly kind: 'revokeInvite'; readonly by: MemberId | undefined; readonly invite: InviteId }
  | { readonly kind: 'setRole'; readonly by: MemberId | undefined; readonly member: MemberId; readonly role: Role }
  | {
      readonly kind: 'mute';
      readonly by: MemberId | undefined;
      readonly member: MemberId;
      readonly until?: Millis | undefined;
    }
  | { readonly kind: 'ban'; readonly by: MemberId | undefined; readonly member: MemberId }
  | { readonly kind: 'unban'; readonly by: MemberId | undefined; readonly member: MemberId }
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
      readonly files?: readonly FileId[] | undefined;
      readonly replyTo?: Seq | undefined;
    }
  /** `file`: what it is to be called if this cid announced none. */
  | {
      readonly kind: 'announceFile';
      readonly cid: Cid;
      readonly file: FileId;
      readonly room: RoomId;
      readonly member: MemberId;
      readonly description: FileDescription;
      readonly most: FileQuotas;
    }
  /** All its bytes are stored. */
  | { readonly kind: 'keepFile'; readonly file: FileId }
  /** Those that no message carries, announced before then. */
  | { readonly kind: 'dropFiles'; readonly before: Millis }
  | ({ readonly kind: 'delete' } & DoneToMessage)
  | ({ readonly kind: 'edit'; readonly rev?: Seq | undefined; readonly text: string } & DoneToMessage)
  | ({ readonly kind: 'react'; readonly emoji: string; readonly isOn: boolean } & DoneToMessage)
  | ({ readonly kind: 'flag'; readonly flag: Flag; readonly isOn: boolean } & DoneToMessage)
  | {
      readonly kind: 'createRoom';
      readonly cid: Cid;
      readonly room: RoomId;
      readonly member: MemberId;
      readonly roomKind: 'public' | 'private';
      readonly name: string;
      readonly topic?: string | undefined;
    }
  /** `room`: what it is to be called if there is none. */
  | {
      readonly kind: 'openDirect';
      readonly room: RoomId;
      readonly member: MemberId;
      readonly members: readonly MemberId[];
    }
  | ({ readonly kind: 'changeRoom'; readonly room: RoomId; readonly member: MemberId } & Wanted<RoomChange>)
  | { readonly kind: 'joinRoom'; readonly room: RoomId; readonly member: MemberId }
  | { readonly kind: 'leaveRoom'; readonly room: RoomId; readonly member: MemberId }
  | ({ readonly kind: 'addToRoom' } & DoneTo)
  | ({ readonly kind: 'removeFromRoom' } & DoneTo)
  | {
      readonly kind: 'read';
      readonly room: RoomId;
      readonly member: MemberId;
      readonly upTo: Seq;
      readonly turn?: number | undefined;
    }
  | { readonly kind: 'markUnread'; readonly room: RoomId; readonly member: MemberId; readonly from: Seq }
  | ({ readonly kind: 'preferRoom'; readonly room: RoomId; readonly member: MemberId } & Omit<
      MembershipChange,
      'readUpTo' | 'turn'
    >)
  /** All of it or nothing. An entry the room holds as often as the import does (name, minute, text) is not added again. */
  | { readonly kind: 'import'; readonly room: RoomId; readonly entries: Iterable<ImportedEntry> };

/** In bytes. */
export interface FileQuotas {
  readonly each: number;
  readonly perDay: number;
  readonly inAll: number;
}

/** By a member, to a message. */
interface DoneToMessage {
  readonly room: RoomId;
  readonly member: MemberId;
  readonly seq: Seq;
}

/** By a member, to another. */
interface DoneTo {
  readonly room: RoomId;
  readonly member: MemberId;
  readonly subject: MemberId;
}

/** As it comes from a client, where what is not there may stand as undefined. */
type Wanted<T> = { readonly [K in keyof T]?: T[K] | undefined };

export type CommandKind = Command['kind'];

interface Done {
  claim: { readonly member: Member };
  pair: { readonly member: Member };
  createPairing: { readonly expiresAt: Millis };
  revokeDevice: object;
  rekey: { readonly device: DeviceId };
  createInvite: { readonly invite: StoredInvite };
  revokeInvite: object;
  setRole: object;
  mute: object;
  ban: object;
  unban: object;
  rename: { readonly member: Member };
  setStatus: object;
  /** Nothing is entered for a member who is there already, or gone already. */
  join: object;
  leave: object;
  post: { readonly seq: Seq; readonly at: Millis };
  announceFile: { readonly file: StoredFile };
  keepFile: object;
  dropFiles: object;
  /** Nothing is entered for a message that is deleted already. */
  delete: object;
  /** Nor where all is as it should be already. */
  edit: object;
  react: object;
  flag: object;
  createRoom: { readonly room: RoomId };
  openDirect: { readonly room: RoomId };
  changeRoom: object;
  joinRoom: object;
  leaveRoom: object;
  addToRoom: object;
  removeFromRoom: object;
  read: object;
  markUnread: object;
  preferRoom: object;
  import: { readonly added: number; readonly present: number };
}

/** What a command came to. A repeated one has the first one's result, and enters nothing. */
export type Outcome<K extends CommandKind = CommandKind> =
  { readonly ok: true; readonly value: Done[K] } | { readonly ok: false; readonly error: Failure };

export type CommandOf<K extends CommandKind> = Extract<Command, { readonly kind: K }>;
