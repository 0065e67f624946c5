import { isOpenTo, standingOf } from '../core/access';
import type { Change, StateReader, StoredPerson } from '../core/ports';
import { type Push, encodeServerFrame } from '../protocol/frames';
import type { MemberId, RoomId } from '../protocol/ids';
import type { ListedRoom } from '../protocol/model';
import type { FrameEncoder } from './connection';
import type { Feeds } from './feeds';
import { listedRooms } from './listedRooms';
import type { Session } from './session';

interface SubscriptionPorts {
  readonly state: StateReader;
  readonly feeds: Feeds;
  readonly encode: FrameEncoder;
}

const NONE: readonly Session[] = [];

/** Which rooms each session is told of: those its member is in. Tells how rooms, and its standing to them, change. */
export class Subscriptions {
  readonly #ports: SubscriptionPorts;
  /** Most have one: a set for each member would cost memory. */
  readonly #sessions = new Map<MemberId, readonly Session[]>();

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
  }

  sessionsOf(member: MemberId): readonly Session[] {
    return this.#sessions.get(member) ?? NONE;
  }

  /** From here on the session is told every entry of the rooms it is in: those behind what stands in these. */
  opened(session: Session, who: StoredPerson): readonly ListedRoom[] {
    const { state, feeds } = this.#ports;
    this.#sessions.set(who.id, this.sessionsOf(who.id).concat(session));
    for (const room of state.memberships.roomsOf(who.id)) feeds.listen(room, session);
    return listedRooms(state, who);
  }

  ended(session: Session, member: MemberId): void {
    this.#ports.feeds.forget(session);
    const others = this.sessionsOf(member).filter((each) => each !== session);
    if (others.length > 0) this.#sessions.set(member, others);
    else this.#sessions.delete(member);
  }

  changed(changes: readonly Change[]): void {
    // A change says only what is another now: once is enough.
    for (const change of new Map(changes.map((each) => [JSON.stringify(each), each])).values()) {
      if (change.kind === 'room') this.#roomChanged(change.room);
      else if (change.kind === 'mine') this.#mineChanged(change.room, change.member);
      else if (change.kind === 'read') this.#readChanged(change.room, change.member);
      else if (change.kind === 'member') this.#memberChanged(change.member);
    }
  }

  #roomChanged(id: RoomId): void {
    const { state, encode } = this.#ports;
    const room = state.room(id);
    if (!room) return;
    const frame = encode(frameOf({ kind: 'room', room }));
    const members = room.kind === 'public' ? this.#sessions.keys() : state.memberships.of(id);
    for (const member of members) {
      const who = state.person(member);
      if (!who || !(state.memberships.has(id, member) || isOpenTo(who, room))) continue;
      for (const session of this.sessionsOf(member)) session.sendFrame(frame);
    }
  }

  #mineChanged(id: RoomId, member: MemberId): void {
    const { state, feeds } = this.#ports;
    const sessions = this.sessionsOf(member);
    const room = sessions.length > 0 ? state.room(id) : undefined;
    if (!room) return;
    const mine = state.memberships.mine(id, member);
    const told = frameOf(mine ? { kind: 'mine', room: id, mine } : { kind: 'mine', room: id });
    const toldAnew = mine && frameOf({ kind: 'room', room }, { kind: 'mine', room: id, mine });
    for (const session of sessions) {
      const isNew = toldAnew !== undefined && !feeds.listensTo(id, session);
      if (mine) feeds.listen(id, session);
      else feeds.unlisten(id, session);
      session.sendFrame(isNew ? toldAnew : told);
    }
  }

  /** Whoever said so has it as the answer. */
  #readChanged(room: RoomId, member: MemberId): void {
    const sessions = this.sessionsOf(member);
    if (sessions.length < 2) return;
    const mine = this.#ports.state.memberships.mine(room, member);
    if (mine) for (const session of sessions) session.sendFrame(frameOf({ kind: 'mine', room, mine }));
  }

  /** It may see less than before. */
  #memberChanged(member: MemberId): void {
    const { state, feeds } = this.#ports;
    for (const session of this.sessionsOf(member)) {
      for (const room of feeds.roomsOf(session)) if (!standingOf(state, room, member)) feeds.unlisten(room, session);
    }
  }
}

const frameOf = (...push: readonly Push[]): string => encodeServerFrame({ push });
