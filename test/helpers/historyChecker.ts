/**
 * Checks what many clients saw against what the server holds, after Jepsen's checkers. Input are events in the order in
 * which they happened, one JSON object a line, the last one the dump of the database. Each rule is a function of its own.
 */
export type HistoryEvent =
  /** `who` wants this said in `room`: once for each cid, when it is first handed over, not when it is sent again. */
  | { readonly event: 'send'; readonly cid: string; readonly room: string; readonly who: string; readonly hash: string }
  | { readonly event: 'ack'; readonly cid: string; readonly seq: number; readonly epoch: string }
  | { readonly event: 'err'; readonly cid: string; readonly code: string; readonly final: boolean }
  /** A client put an entry into its list. An arrival has no cid. */
  | ({ readonly event: 'see'; readonly client: string; readonly room: string; readonly epoch: string } & Seen)
  /** A client says that its list may have a hole before what it sees next. */
  | { readonly event: 'gap'; readonly client: string; readonly room: string }
  /** A client's list when all is quiet. */
  | { readonly event: 'end'; readonly client: string; readonly room: string; readonly list: readonly Seen[] }
  /** The operator put an older database in place. */
  | { readonly event: 'restore' }
  | { readonly event: 'dump'; readonly epoch: string; readonly rooms: Readonly<Record<string, readonly Seen[]>> };

export interface Seen {
  readonly seq: number;
  readonly cid?: string | undefined;
  readonly hash: string;
}

type EventOf<K extends HistoryEvent['event']> = Extract<HistoryEvent, { event: K }>;

export const RULES = {
  lost,
  unexpected,
  duplicate,
  hole,
  divergent,
  senderOrder,
  realTime,
  silentReorder,
  ghost,
  epoch,
} satisfies Record<string, (history: History) => Iterable<string>>;

export type Rule = keyof typeof RULES;

export interface Violation {
  readonly rule: Rule;
  readonly what: string;
}

export function checkHistory(events: readonly HistoryEvent[]): readonly Violation[] {
  const history = new History(events);
  const rules = Object.entries(RULES) as [Rule, (history: History) => Iterable<string>][];
  return rules.flatMap(([rule, check]) => [...check(history)].map((what) => ({ rule, what })));
}

export const parseHistory = (jsonLines: string): readonly HistoryEvent[] =>
  jsonLines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as HistoryEvent);

/** Looked at from the sides that the rules need. */
class History {
  readonly dump: EventOf<'dump'>;
  /** Where a cid stands in the database. */
  readonly stored = new Map<string, { readonly room: string; readonly seq: number; readonly hash: string }>();
  readonly sent = new Map<string, EventOf<'send'>>();

  constructor(readonly events: readonly HistoryEvent[]) {
    const dump = this.of('dump').at(-1);
    if (!dump) throw new Error('a history ends with the dump of the database');
    this.dump = dump;
    for (const [room, entries] of Object.entries(dump.rooms)) {
      for (const { cid, seq, hash } of entries) if (cid !== undefined) this.stored.set(cid, { room, seq, hash });
    }
    for (const send of this.of('send')) this.sent.set(send.cid, send);
  }

  of<K extends HistoryEvent['event']>(kind: K): readonly EventOf<K>[] {
    return this.events.filter((event) => event.event === kind) as EventOf<K>[];
  }
}

/** An acknowledged message is not in the database. Says whether a sender lost the first, the last or others of hers. */
function* lost(history: History): Iterable<string> {
  const acked = new Set(history.of('ack').map(({ cid }) => cid));
  for (const [who, sends] of Map.groupBy(history.sent.values(), (send) => send.who)) {
    const fates = sends.filter(({ cid }) => acked.has(cid)).map(({ cid }) => ({ cid, kept: history.stored.has(cid) }));
    const first = fates.findIndex(({ kept }) => kept);
    const last = fates.findLastIndex(({ kept }) => kept);
    for (const [i, { cid, kept }] of fates.entries()) {
      if (kept) continue;
      const where = first < 0 ? 'all' : i < first ? 'prefix' : i > last ? 'postfix' : 'middle';
      yield `${cid} of ${who} was acknowledged and is gone (${where} of ${fates.length})`;
    }
  }
}

/** Something is there that nobody said, or not as it was said. */
function* unexpected(history: History): Iterable<string> {
  const inDump = Object.values(history.dump.rooms).flat();
  for (const { cid, seq, hash } of [...history.of('see'), ...inDump]) {
    if (cid === undefined) continue;
    const send = history.sent.get(cid);
    if (!send) yield `${cid} (seq ${seq}) was never sent`;
    else if (send.hash !== hash) yield `${cid} (seq ${seq}) is not what ${send.who} sent`;
  }
}

/** A message has two places, or a place two messages. */
function* duplicate(history: History): Iterable<string> {
  const roomOf = (cid: string) => history.sent.get(cid)?.room ?? '';
  const claims = [
    ...Object.entries(history.dump.rooms).flatMap(([room, list]) => list.map((entry) => ({ room, ...entry }))),
    ...history.of('see'),
    ...history.of('ack').map(({ cid, seq }) => ({ room: roomOf(cid), cid, seq })),
  ];
  const placeOf = new Map<string, string>();
  const cidAt = new Map<string, string>();
  for (const { room, seq, cid } of claims) {
    if (cid === undefined) continue;
    const place = `${room} ${seq}`;
    if ((placeOf.get(cid) ?? place) !== place) yield `${cid} is both ${placeOf.get(cid) ?? ''} and ${place}`;
    if ((cidAt.get(place) ?? cid) !== cid) yield `${place} is both ${cidAt.get(place) ?? ''} and ${cid}`;
    placeOf.set(cid, place);
    cidAt.set(place, cid);
  }
}

/** A room's numbers are not 1, 2, 3, … */
function* hole(history: History): Iterable<string> {
  for (const [room, list] of Object.entries(history.dump.rooms)) {
    const wrong = list.findIndex(({ seq }, i) => seq !== i + 1);
    if (wrong >= 0) yield `${room} has ${list[wrong]?.seq ?? '?'} where ${wrong + 1} belongs`;
  }
}

/** A client's list, from its first entry on, is not the database's. */
function* divergent(history: History): Iterable<string> {
  for (const { client, room, list } of history.of('end')) {
    const from = list[0]?.seq ?? 1;
    const expected = (history.dump.rooms[room] ?? []).filter(({ seq }) => seq >= from);
    const differs = Array.from({ length: Math.max(expected.length, list.length) }, (_, i) => i).find(
      (i) => shown(expected[i]) !== shown(list[i]),
    );
    if (differs === undefined) continue;
    yield `${client} has ${shown(list[differs])} in ${room} where the database has ${shown(expected[differs])}`;
  }
}

const shown = (entry: Seen | undefined): string =>
  entry ? `${entry.seq} ${entry.cid ?? 'arrival'} ${entry.hash}` : 'nothing';

/** Someone said b after a, and b stands before a. */
function* senderOrder(history: History): Iterable<string> {
  for (const sends of Map.groupBy(history.sent.values(), ({ who, room }) => `${who} ${room}`).values()) {
    let before = { seq: 0, cid: '' };
    for (const { cid, who } of sends) {
      const seq = history.stored.get(cid)?.seq;
      if (seq === undefined) continue;
      if (seq < before.seq) yield `${who} said ${cid} (${seq}) after ${before.cid} (${before.seq})`;
      before = { seq, cid };
    }
  }
}

/** a was acknowledged before somebody began to send b, and b stands before a. */
function* realTime(history: History): Iterable<string> {
  const highestAcked = new Map<string, { readonly seq: number; readonly cid: string }>();
  for (const event of history.events) {
    if (event.event === 'ack') {
      const room = history.sent.get(event.cid)?.room ?? '';
      if (event.seq > (highestAcked.get(room)?.seq ?? 0)) highestAcked.set(room, event);
    } else if (event.event === 'send') {
      const acked = highestAcked.get(event.room);
      const stored = history.stored.get(event.cid);
      if (!acked || !stored || stored.seq > acked.seq) continue;
      yield `${event.cid} (${stored.seq}) was begun after ${acked.cid} (${acked.seq}) was acknowledged`;
    }
  }
}

/** A client put an entry before one that it showed already, and had not said that something may be missing. */
function* silentReorder(history: History): Iterable<string> {
  const last = new Map<string, number>();
  for (const event of history.events) {
    if (event.event !== 'see' && event.event !== 'gap') continue;
    const list = `${event.client} in ${event.room}`;
    if (event.event === 'gap') last.delete(list);
    else {
      const before = last.get(list) ?? 0;
      if (event.seq < before) yield `${list} showed ${before}, then ${event.seq}`;
      last.set(list, Math.max(before, event.seq));
    }
  }
}

/** What was refused for good is there all the same. */
function* ghost(history: History): Iterable<string> {
  for (const { cid, code, final } of history.of('err')) {
    if (final && history.stored.has(cid)) yield `${cid} was refused (${code}) and is there`;
  }
}

/** The epoch changed, and nobody restored anything. */
function* epoch(history: History): Iterable<string> {
  let current: string | undefined;
  for (const event of history.events) {
    if (event.event === 'restore') current = undefined;
    if (!('epoch' in event)) continue;
    current ??= event.epoch;
    if (event.epoch === current) continue;
    yield `${current} became ${event.epoch}`;
    current = event.epoch;
  }
}
