import { once } from 'node:events';
import type { Socket } from 'node:net';
import { dumpDatabase, readDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { type HistoryEvent, type Seen, type Violation, checkHistory } from '../helpers/historyChecker';
import { seededRandom } from '../helpers/random';
import { OPCODE, wsFrame } from '../helpers/rawSocket';
import { tempDir } from '../helpers/tempDir';
import { type Vitals, type WatchedServer, watchedServer } from '../helpers/watchedServer';
import { WireClient } from '../helpers/wireClient';
import { type Identity, WireConnection, aNewcomer } from '../helpers/wireConnection';
import { mutate, recordedSession } from './mutator';

const INPUTS_A_CYCLE = 40;
const AT_ONCE = 8;
const ANSWER_MS = 10_000;
const LIMITS = { badFrames: 1e9, authFailures: 1e9, connectionsPerAddress: 1_000, leaveGraceMs: 600_000 };

export interface MutationOptions {
  readonly inputs: number;
  readonly seed: number;
  /** The first cycle: a run that failed is replayed from there. */
  readonly from?: number | undefined;
  readonly progress?: (inputs: number) => void;
}

export interface Mutated {
  readonly inputs: number;
  /** Those that were answered, and not on a connection that had ended. */
  readonly answered: number;
  /** What a bystander heard meanwhile. */
  readonly heard: number;
  readonly violations: readonly Violation[];
  /** After the first fifth, in which much is compiled and cached, and in the end. */
  readonly warm: Vitals;
  readonly end: Vitals;
}

/** Sends what a recorded session is not, from connections that have signed in and from some that have not. */
export async function runMutations(options: MutationOptions): Promise<Mutated> {
  const { inputs, seed, from = 0, progress } = options;
  using dir = tempDir();
  const dataDir = dir.file('data');
  const events: HistoryEvent[] = [];
  const record = (event: HistoryEvent) => void events.push(event);
  const until = from + Math.ceil(inputs / INPUTS_A_CYCLE);
  const result = { inputs: (until - from) * INPUTS_A_CYCLE };

  await using server = await watchedServer({ dataDir, limits: LIMITS });
  await using leaving = new AsyncDisposableStack();
  const bystanders = ['ana', 'ben'].map((name) => leaving.use(new WireClient(name, () => server.url, record)));
  await eventually(() => bystanders.every(({ isFollowing }) => isFollowing));
  const cycles = new Cycles(server, seed, (cycle) => {
    if (cycle % 10 === 0) bystanders[(cycle / 10) % 2]!.post(`said in cycle ${cycle}`);
    progress?.((cycle - from) * INPUTS_A_CYCLE);
  });
  await cycles.run(from, from + Math.ceil((until - from) / 5));
  const warm = await server.vitals();
  await cycles.run(from + Math.ceil((until - from) / 5), until);
  const end = await server.vitals();

  await eventually(async () => (await server.vitals()).connections === bystanders.length, 20_000);
  for (const bystander of bystanders) bystander.post('said in the end');
  const ends = ({ entries }: WireClient) =>
    entries.filter((entry) => 'text' in entry && entry.text === 'said in the end');
  await eventually(() => bystanders.every((one) => ends(one).length === bystanders.length), 20_000);
  for (const bystander of bystanders) bystander.recordEnd();
  const heard = bystanders[0]!.entries.length;
  server.process.kill('SIGTERM');
  await server.ended;
  await leaving.disposeAsync();
  return { ...result, answered: cycles.answered, heard, warm, end, violations: await judge(dataDir, events) };
}

/** Batches of inputs, each on a connection of its own and each the same for the same seed. */
class Cycles {
  readonly #identities = Array.from({ length: AT_ONCE }, (_, i) => aNewcomer(`mutator ${i}`));
  /** Without what takes the sender's own key away. */
  readonly #session = recordedSession().filter((frame) => !frame.includes('"call":"rekey"'));
  readonly #later = this.#session.filter((frame) => !/"call":"(hello|claim|authenticate)"/.test(frame));
  readonly #underWay = new Set<number>();

  answered = 0;

  constructor(
    private readonly server: WatchedServer,
    private readonly seed: number,
    private readonly begun: (cycle: number) => void,
  ) {}

  async run(from: number, to: number): Promise<void> {
    let next = from;
    const work = async (identity: Identity) => {
      while (next < to) await this.#once(next++, identity);
    };
    const died = this.server.ended.then(({ stderr }) => Promise.reject(new Error(`the server ended: ${stderr}`)));
    const all = Promise.all(this.#identities.map(work));
    await Promise.race([all, died]).catch((cause: unknown) => {
      const where = `seed ${this.seed}, one of the cycles ${[...this.#underWay].join(', ')}`;
      throw new Error(`${where}: ${String(cause)}`, { cause });
    });
  }

  async #once(cycle: number, identity: Identity): Promise<void> {
    this.#underWay.add(cycle);
    this.begun(cycle);
    const random = seededRandom(this.seed * 1_000_003 + cycle);
    using connection = await WireConnection.open(this.server.url);
    const isMember = random() < 0.9;
    if (isMember) await connection.signIn(identity);
    // What belongs before signing in ends the connection behind it.
    const session = isMember && random() < 0.95 ? this.#later : this.#session;
    const { socket } = connection;
    socket.on('message', () => (this.answered += 1));
    // Its private socket, since what ws sends is always a whole frame.
    const wire = (socket as unknown as { readonly _socket: Socket })._socket;
    let isWhole = true;
    for (let i = 0; i < INPUTS_A_CYCLE && socket.readyState === socket.OPEN; i += 1) {
      const input = mutate(random, session);
      if (random() < 0.998) socket.send(input, { binary: random() < 0.01 });
      else {
        wire.write(brokenFrame(input, random));
        isWhole = false;
      }
    }
    // Behind a frame that declares more than it holds nobody hears a ping.
    if (isWhole) await answered(socket, cycle);
    this.#underWay.delete(cycle);
  }
}

/** A frame with one of its bytes flipped: the length, the mask, the opcode or the text. */
function brokenFrame(input: Buffer, random: () => number): Buffer {
  const frame = wsFrame(OPCODE.text, input);
  const at = Math.floor(random() * Math.min(frame.length, 12));
  frame[at] = (frame[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return frame;
}

/** By the answer to a ping behind all inputs, or by the end of the connection. */
async function answered(socket: WireConnection['socket'], cycle: number): Promise<void> {
  if (socket.readyState !== socket.OPEN) return;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new Error(`no answer in cycle ${cycle}`)), ANSWER_MS);
  socket.ping();
  await Promise.race([once(socket, 'pong', patience), once(socket, 'close', patience)]);
  clearTimeout(timer);
  patience.abort();
}

/** Of what the mutators said only the place is known. */
async function judge(dataDir: string, events: readonly HistoryEvent[]): Promise<readonly Violation[]> {
  const sent = new Set(events.flatMap((event) => (event.event === 'send' ? [event.cid] : [])));
  const { entries } = await readDatabase(dataDir);
  const foreign = new Set(
    entries.flatMap((entry) => (entry.kind === 'message' && !sent.has(entry.cid ?? '') ? [entry.seq] : [])),
  );
  const seen = <S extends Seen>(entry: S): S =>
    foreign.has(entry.seq) ? { ...entry, cid: undefined, hash: 'foreign' } : entry;
  const known = (event: HistoryEvent): HistoryEvent => {
    if (event.event === 'see') return seen(event);
    if (event.event === 'end') return { ...event, list: event.list.map(seen) };
    if (event.event !== 'dump') return event;
    const rooms = Object.entries(event.rooms).map(([room, list]) => [room, list.map(seen)] as const);
    return { ...event, rooms: Object.fromEntries(rooms) };
  };
  return checkHistory([...events, await dumpDatabase(dataDir)].map(known));
}
