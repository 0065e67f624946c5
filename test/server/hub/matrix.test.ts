import assert from 'node:assert/strict';
import { CALLS, type CallName, type Params } from '../../../server/protocol/calls';
import {
  type DeviceId,
  type FileId,
  GENERAL,
  type InviteId,
  type MemberId,
  type RoomId,
} from '../../../server/protocol/ids';
import { type Role, Role as AnyRole } from '../../../server/protocol/model';
import type { Result } from '../../../server/protocol/result';
import { isEntrance } from '../../../server/hub/handlers/handlers';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { HubClient } from '../../helpers/hubClient';
import { sendFile } from '../../helpers/files';
import { makeRoom, say } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

/** Where the caller is in, where it is not, and what is not there at all. */
const PLACES = ['ownPublic', 'otherPublic', 'ownPrivate', 'otherPrivate', 'ownDirect', 'otherDirect', 'none'] as const;
type Place = (typeof PLACES)[number];
const ROLES = AnyRole.options;

interface Target {
  readonly place: Place;
  readonly role: Role;
  readonly room: RoomId;
  /** A member who is in the room, whose message is its newest. */
  readonly host: MemberId;
  /** A member who is not in it. */
  readonly outsider: MemberId;
  /** The newest message of the host there, and of the caller where it could write. */
  readonly hostsSeq: number;
  readonly ownSeq: number | undefined;
  /** What the host's message before that carries. */
  readonly carried: { readonly seq: number; readonly file: FileId };
}

type MemberCall = Exclude<CallName, 'hello' | 'claim' | 'pair' | 'authenticate'>;
interface Row<K extends MemberCall> {
  readonly params: (target: Target) => Params<K>;
  /** Anybody else is answered E_NOT_FOUND. */
  readonly allowed: (target: Target) => boolean;
}
type Rows = { readonly [K in MemberCall]: Readonly<Record<string, Row<K>>> };

const KEY = 'A'.repeat(43);
const NO_FILE = { seq: 1, file: `f-${'0'.repeat(32)}` as FileId };
const NOBODY = `m-${'0'.repeat(32)}` as MemberId;

const isModerator = ({ role }: Target) => role === 'owner' || role === 'moderator';
const isDirect = ({ place }: Target) => place.endsWith('Direct');
const isIn = ({ place }: Target) => place.startsWith('own');
const sees = (target: Target) => isIn(target) || (target.place === 'otherPublic' && target.role !== 'guest');
const writes = (target: Target) => sees(target) && target.role !== 'guest';
const moderates = (target: Target) => sees(target) && !isDirect(target) && isModerator(target);
const everybody = () => true;
const nobody = () => false;
const members = ({ role }: Target) => role !== 'guest';
const owners = ({ role }: Target) => role === 'owner';

const ROWS: Rows = {
  resume: { room: { params: ({ room }) => ({ room }), allowed: sees } },
  history: { room: { params: ({ room }) => ({ room, limit: 10 }), allowed: sees } },
  search: { room: { params: ({ room }) => ({ room, text: 'hello', limit: 10 }), allowed: sees } },
  find: { room: { params: ({ room }) => ({ rooms: [room], text: 'hello', limit: 10 }), allowed: sees } },
  seqAt: { room: { params: ({ room }) => ({ room, at: 0 }), allowed: sees } },
  // Rooms that are not the caller's are passed over: what it is told of which, missed.model.test.ts has.
  missed: { since: { params: ({ room }) => ({ since: [{ room, seq: 0 }] }), allowed: everybody } },
  roomMembers: { room: { params: ({ room }) => ({ room }), allowed: sees } },
  post: {
    room: { params: ({ room }) => ({ cid: aCid(), room, text: 'hi' }), allowed: writes },
    answer: {
      params: ({ room, hostsSeq: replyTo }) => ({ cid: aCid(), room, text: 'hi', replyTo }),
      allowed: writes,
    },
  },
  createUpload: {
    room: {
      params: ({ room }) => ({ cid: aCid(), room, name: 'a.txt', type: 'text/plain', size: 1, sha256: 'a'.repeat(64) }),
      allowed: writes,
    },
  },
  createDownload: {
    'of a message': { params: ({ room, carried }) => ({ room, ...carried }), allowed: sees },
    'of another message': {
      params: ({ room, hostsSeq: seq, carried: { file } }) => ({ room, seq, file }),
      allowed: nobody,
    },
    'of another room’s': { params: ({ carried }) => ({ ...carried, room: GENERAL }), allowed: nobody },
  },
  typing: { room: { params: ({ room }) => ({ room }), allowed: writes } },
  delete: {
    'of another': { params: ({ room, hostsSeq: seq }) => ({ room, seq }), allowed: moderates },
    'of its own': {
      params: ({ room, ownSeq }) => ({ room, seq: ownSeq ?? 1_000 }),
      allowed: (t) => t.ownSeq !== undefined,
    },
    'of nobody': { params: ({ room }) => ({ room, seq: 1_000_000 }), allowed: nobody },
  },
  edit: {
    'of another': { params: ({ room, hostsSeq: seq }) => ({ room, seq, text: 'x' }), allowed: nobody },
    'of its own': {
      params: ({ room, ownSeq }) => ({ room, seq: ownSeq ?? 1_000, text: 'x' }),
      allowed: (t) => t.ownSeq !== undefined && writes(t),
    },
  },
  react: {
    'to a message': { params: ({ room, hostsSeq: seq }) => ({ room, seq, emoji: '👍', isOn: true }), allowed: writes },
    'to nothing': { params: ({ room }) => ({ room, seq: 1_000_000, emoji: '👍', isOn: true }), allowed: nobody },
  },
  flag: {
    'pinned, of another': {
      params: ({ room, hostsSeq: seq }) => ({ room, seq, flag: 'pinned', isOn: true }),
      allowed: writes,
    },
    'resolved, of another': {
      params: ({ room, hostsSeq: seq }) => ({ room, seq, flag: 'resolved', isOn: true }),
      allowed: moderates,
    },
    'resolved, of its own': {
      params: ({ room, ownSeq }) => ({ room, seq: ownSeq ?? 1_000, flag: 'resolved', isOn: true }),
      allowed: (t) => t.ownSeq !== undefined && writes(t),
    },
  },
  thread: { of: { params: ({ room, carried: { seq: root } }) => ({ room, root, limit: 10 }), allowed: sees } },
  pinned: { room: { params: ({ room }) => ({ room }), allowed: sees } },
  changeRoom: {
    topic: { params: ({ room }) => ({ room, topic: 'x' }), allowed: (t) => writes(t) && !isDirect(t) },
    name: { params: ({ room }) => ({ room, name: aCid() }), allowed: (t) => writes(t) && !isDirect(t) },
    lock: { params: ({ room }) => ({ room, isLocked: true }), allowed: moderates },
    archive: { params: ({ room }) => ({ room, isArchived: true }), allowed: moderates },
    'everybody’s lock': { params: () => ({ room: GENERAL, isLocked: true }), allowed: owners },
    'everybody’s archive': { params: () => ({ room: GENERAL, isArchived: true }), allowed: nobody },
  },
  room: { room: { params: ({ room }) => ({ room }), allowed: sees } },
  joinRoom: { room: { params: ({ room }) => ({ room }), allowed: sees } },
  leaveRoom: { room: { params: ({ room }) => ({ room }), allowed: (t) => sees(t) && !isDirect(t) } },
  addToRoom: {
    'a member': {
      params: ({ room, outsider: member }) => ({ room, member }),
      allowed: (t) => isIn(t) && writes(t) && !isDirect(t),
    },
    'one who is in it': {
      params: ({ room, host: member }) => ({ room, member }),
      allowed: (t) => isIn(t) && writes(t) && !isDirect(t),
    },
    nobody: { params: ({ room }) => ({ room, member: NOBODY }), allowed: nobody },
  },
  removeFromRoom: {
    'a member': { params: ({ room, host: member }) => ({ room, member }), allowed: moderates },
    nobody: { params: ({ room }) => ({ room, member: NOBODY }), allowed: nobody },
  },
  read: { room: { params: ({ room }) => ({ room, upTo: 1 }), allowed: isIn } },
  markUnread: { room: { params: ({ room, hostsSeq: from }) => ({ room, from }), allowed: isIn } },
  preferRoom: { room: { params: ({ room }) => ({ room, isMuted: true }), allowed: isIn } },

  createRoom: {
    public: { params: () => ({ cid: aCid(), name: aCid(), kind: 'public' }), allowed: members },
    private: { params: () => ({ cid: aCid(), name: aCid(), kind: 'private' }), allowed: members },
  },
  openDirect: {
    'with a member': { params: ({ outsider }) => ({ members: [outsider] }), allowed: members },
    'with nobody': { params: () => ({ members: [NOBODY] }), allowed: nobody },
  },
  people: { all: { params: () => ({}), allowed: everybody } },
  setStatus: { own: { params: () => ({ status: aCid(), isAway: true }), allowed: everybody } },
  rename: { own: { params: () => ({ name: `x${aCid().slice(-12)}` }), allowed: everybody } },
  createInvite: {
    'of a member': { params: () => ({ role: 'member', lastsMs: 60_000, uses: 1 }), allowed: members },
    'of an owner': { params: () => ({ role: 'owner', lastsMs: 60_000, uses: 1 }), allowed: owners },
    'to a room': {
      params: ({ room }) => ({ role: 'member', room, lastsMs: 60_000, uses: 1 }),
      allowed: (t) => isIn(t) && writes(t) && !isDirect(t),
    },
  },
  invites: { all: { params: () => ({}), allowed: everybody } },
  revokeInvite: { unknown: { params: () => ({ invite: `i-${'0'.repeat(32)}` as InviteId }), allowed: nobody } },
  createPairing: { own: { params: () => ({}), allowed: everybody } },
  devices: { own: { params: () => ({}), allowed: everybody } },
  revokeDevice: { unknown: { params: () => ({ device: `k-${'0'.repeat(32)}` as DeviceId }), allowed: nobody } },
  rekey: { own: { params: () => ({ storedKey: KEY, serverKey: KEY }), allowed: everybody } },
  setRole: {
    'of a member': { params: ({ outsider: member }) => ({ member, role: 'member' }), allowed: owners },
    'of nobody': { params: () => ({ member: NOBODY, role: 'member' }), allowed: nobody },
  },
  mute: {
    'a member': { params: ({ outsider: member }) => ({ member }), allowed: isModerator },
    nobody: { params: () => ({ member: NOBODY }), allowed: nobody },
  },
  unban: {
    'a member': { params: ({ outsider: member }) => ({ member }), allowed: isModerator },
    nobody: { params: () => ({ member: NOBODY }), allowed: nobody },
  },
  ban: {
    'a member': { params: ({ outsider: member }) => ({ member }), allowed: isModerator },
    nobody: { params: () => ({ member: NOBODY }), allowed: nobody },
  },
  // While it does not move; move.test.ts has the rest.
  moveTo: { anywhere: { params: () => ({ address: 'wss://10.0.0.7:12345' }), allowed: nobody } },
  leave: { own: { params: () => ({}), allowed: everybody } },
};

describe('who may do what', function () {
  this.timeout(20_000);
  let under: TestHub;
  let host: HubClient;
  let count = 0;

  const entered = async (name: string) => {
    const client = new HubClient(under.hub);
    await client.enter(name);
    return client;
  };
  const idOf = (client: HubClient) => client.identity.member.id;

  /** A caller of the role, with a room of each kind that nobody else was in. */
  async function scene(role: Role): Promise<{ readonly caller: HubClient; readonly targets: readonly Target[] }> {
    count += 1;
    // Each message is said by another than the one who makes the room: what is done to it is done to a plain member.
    const maker = await entered(`maker${count}`);
    const [caller, member, outsider] = [
      await entered(`caller${count}`),
      await entered(`member${count}`),
      await entered(`outsider${count}`),
    ];
    const targets: Target[] = [];
    for (const place of PLACES) {
      const isOwn = place.startsWith('own');
      const room = await roomAt(place, { maker, member, others: isOwn ? [caller] : [] });
      const isThere = place !== 'none';
      const carried = isThere ? await sendFile(under.journal, { room, member: idOf(member) }) : NO_FILE;
      const hostsSeq = !isThere ? 1 : await say(member, room, 'hello');
      const ownSeq = isOwn ? await say(caller, room, 'mine') : undefined;
      targets.push({
        ...{ place, role, room, hostsSeq, ownSeq, carried },
        host: idOf(member),
        outsider: idOf(outsider),
      });
    }
    await host.value('setRole', { member: idOf(caller), role });
    if (role !== 'guest') return { caller, targets };
    // Other rooms are open to it than those it was told of: it is to come anew.
    await eventually(() => assert.equal(caller.closed, 'resync'));
    const again = new HubClient(under.hub);
    await again.enter(caller.identity);
    return { caller: again, targets };
  }

  async function roomAt(
    place: Place,
    { maker, member, others }: { maker: HubClient; member: HubClient; others: readonly HubClient[] },
  ): Promise<RoomId> {
    if (place === 'none') return 'r-none' as RoomId;
    const invited = [member, ...others];
    if (place.endsWith('Direct')) return (await maker.value('openDirect', { members: invited.map(idOf) })).room.id;
    const room = await makeRoom(maker, `${place} ${count}`, place.endsWith('Public') ? 'public' : 'private');
    for (const each of invited) await maker.value('addToRoom', { room, member: idOf(each) });
    return room;
  }

  beforeEach(async () => {
    under = testHub({ connectionsPerAddress: 1_000 });
    host = await entered('host');
  });
  afterEach(() => under[Symbol.asyncDispose]());

  it('is asked of every call', () => {
    const asked = Object.keys(CALLS).filter((call) => !isEntrance(call as CallName));
    assert.deepEqual(Object.keys(ROWS).sort(), asked.sort());
  });

  for (const [call, rows] of Object.entries(ROWS) as [MemberCall, Rows[MemberCall]][]) {
    for (const [name, row] of Object.entries(rows) as [string, Row<MemberCall>][]) {
      it(`${call} ${name}: in each role and place either done, or answered as if nothing were there`, async () => {
        for (const role of ROLES) {
          const { caller, targets } = await scene(role);
          for (const target of targets) {
            const answer: Result<unknown> = await caller.call(call, row.params(target));
            const where = `${role} ${target.place}: ${JSON.stringify(answer)}`;
            if (row.allowed(target)) assert.ok(answer.ok, where);
            // To the letter: no detail tells one nothing from another.
            else assert.deepEqual(answer, { ok: false, error: { code: 'E_NOT_FOUND', detail: 'E_NOT_FOUND' } }, where);
          }
        }
      });
    }
  }
});
