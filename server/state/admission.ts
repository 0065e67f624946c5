import type { Admission, StoredDevice, StoredInvite, StoredPairing } from '../core/ports';
import type { Cid, DeviceId, InviteId, MemberId, RoomId } from '../protocol/ids';
import type { Role } from '../protocol/model';
import type { Members } from './members';
import type { Row } from './rows';
import type { Rooms } from './rooms';
import type { Statements } from './statements';

/** Invites, pairing codes and devices, in a database: of each secret only what can check it. */
export class AdmissionTable implements Admission {
  constructor(
    private readonly sql: Statements,
    private readonly members: Members,
    private readonly rooms: Rooms,
  ) {}

  invites(): readonly StoredInvite[] {
    return this.sql.invites.all().map((row) => this.#inviteOf(row));
  }

  inviteOf(secretHash: Uint8Array): (StoredInvite & { readonly secretHash: Uint8Array }) | undefined {
    const row = this.sql.inviteOf.get(secretHash);
    return row && { ...this.#inviteOf(row), secretHash: row['secret_hash'] as Uint8Array };
  }

  addInvite({ id, maker, role, room, expiresAt, usesLeft }: StoredInvite, secretHash: Uint8Array): void {
    const by = maker === undefined ? null : (this.members.number(maker) ?? null);
    const roomNumber = room === undefined ? null : this.rooms.get(room).number;
    this.sql.addInvite.run(id, secretHash, by, role, roomNumber, expiresAt, usesLeft);
  }

  useInvite(id: InviteId): void {
    this.sql.useInvite.run(id);
  }

  removeInvite(id: InviteId): void {
    this.sql.removeInvite.run(id);
  }

  pairingOf(codeHash: Uint8Array): StoredPairing | undefined {
    const row = this.sql.pairingOf.get(codeHash);
    const member = row && this.members.idOf(Number(row['member']));
    if (!row || !member) return undefined;
    return { codeHash: row['code_hash'] as Uint8Array, member, expiresAt: Number(row['expires_at']) };
  }

  addPairing({ codeHash, member, expiresAt }: StoredPairing): void {
    this.sql.addPairing.run(codeHash, this.members.number(member) ?? -1, expiresAt);
  }

  removePairings(member: MemberId): void {
    this.sql.removePairings.run(this.members.number(member) ?? -1);
  }

  devices(member: MemberId): readonly StoredDevice[] {
    const rows = this.sql.devices.all(this.members.number(member) ?? -1);
    return rows.map((row) => ({ id: row['id'] as DeviceId, createdAt: Number(row['created_at']) }));
  }

  deviceOfCid(cid: Cid): { readonly member: MemberId; readonly storedKey: Uint8Array } | undefined {
    const row = this.sql.deviceOfCid.get(cid);
    const member = row && this.members.idOf(Number(row['member']));
    return member && { member, storedKey: row['stored_key'] as Uint8Array };
  }

  removeDevice(device: DeviceId): void {
    this.sql.removeDevice.run(device);
  }

  #inviteOf(row: Row): StoredInvite {
    const maker = row['maker'] === null ? undefined : this.members.idOf(Number(row['maker']));
    const room: RoomId | undefined = row['room'] === null ? undefined : this.rooms.ofNumber(Number(row['room']))?.id;
    return {
      id: row['id'] as InviteId,
      role: row['role'] as Role,
      expiresAt: Number(row['expires_at']),
      usesLeft: Number(row['uses_left']),
      ...(maker === undefined ? {} : { maker }),
      ...(room === undefined ? {} : { room }),
    };
  }
}
