import { type Cid, GENERAL, type MemberId, type RoomId, type Seq, ServerId } from '../../server/protocol/ids';
import type { Arrival, Entry, Member, Message, Notice } from '../../server/protocol/model';
import type { HostToPage, NamedRoom, Pending, ShownRoom, Snapshot } from '../../webview/protocol/messages';
import { placeLink } from '../../webview/protocol/placeLinks';

export const MINUTE = 60_000;
/** Noon of a Wednesday, in the zone that the tests run in or in UTC. */
export const NOON = new Date(2026, 9, 14, 12, 0, 0).getTime();

const memberId = (digit: string): MemberId => `m-${digit.repeat(32)}` as MemberId;
export const ME: Member = { id: memberId('a'), name: 'ana' };
export const BEN: Member = { id: memberId('b'), name: 'ben' };
export const CHLOE: Member = { id: memberId('c'), name: 'Chloé' };

export const cidOf = (n: number): Cid => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as Cid;

interface Said extends Partial<Pick<Message, 'text' | 'at' | 'cid' | 'tombstone' | 'files'>> {
  readonly by?: Member;
}

export const aMessage = (seq: Seq, { by = BEN, ...over }: Said = {}): Message => ({
  kind: 'message',
  seq,
  at: NOON + seq * 10_000,
  name: by.name,
  author: by.id,
  text: `message ${seq}`,
  ...over,
});

export const anArrival = (seq: Seq, over: Partial<Arrival> = {}): Arrival => ({
  kind: 'joined',
  seq,
  at: NOON + seq * 10_000,
  name: BEN.name,
  author: BEN.id,
  ...over,
});

export const aNotice = (seq: Seq, over: Partial<Notice> = {}): Notice => ({
  kind: 'notice',
  seq,
  at: NOON + seq * 10_000,
  name: BEN.name,
  author: BEN.id,
  act: 'entered',
  ...over,
});

export const aRoom = (over: Partial<ShownRoom> = {}): ShownRoom => ({
  id: GENERAL,
  kind: 'public',
  title: GENERAL,
  topic: '',
  mayModerate: false,
  ways: ['rename', 'mute'],
  ...over,
});

/** Another room than the one that is open first. */
export const PARSER = 'parser' as RoomId;

export const aPending = (n: number, over: Partial<Pending> = {}): Pending => ({
  cid: cidOf(n),
  text: `pending ${n}`,
  at: NOON + n * 1_000,
  state: 'sending',
  kept: true,
  ...over,
});

export function aSnapshot(over: Partial<Snapshot> = {}): Snapshot {
  const entries = over.entries ?? [];
  const head = entries.at(-1)?.seq ?? 0;
  return {
    kind: 'snapshot',
    rev: 1,
    link: { at: 'online' },
    server: '127.0.0.1:12345',
    room: aRoom(),
    typing: [],
    me: ME,
    people: 3,
    entries: [...entries],
    head,
    readUpTo: over.head ?? head,
    turn: 0,
    isBack: false,
    pending: [],
    undoable: [],
    draft: '',
    locale: 'en',
    ...over,
  };
}

export const messages = (from: Seq, to: Seq, make: (seq: Seq) => Entry = (seq) => aMessage(seq)): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => make(from + i));

/** The team that is joined, and another one. */
export const HERE = ServerId.parse(`s-${'1'.repeat(32)}`);
export const THERE = ServerId.parse(`s-${'2'.repeat(32)}`);

export const linkable = (rooms: readonly NamedRoom[], issues?: string): Extract<HostToPage, { kind: 'linkable' }> => ({
  kind: 'linkable',
  server: HERE,
  rooms: [...rooms],
  ...(issues !== undefined && { issues }),
});

export const aPlace = (server: ServerId, room: RoomId, seq?: Seq): string =>
  placeLink('vscode', { address: 'wss://chat.example.test:443', server, room, seq });
