import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { compileShim } from '../helpers/compileShim';
import { dumpDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { type HistoryEvent, checkHistory } from '../helpers/historyChecker';
import { liftedArgs } from '../helpers/lifted';
import { howMany } from '../helpers/longForm';
import { type Program, runServerProgram } from '../helpers/serverProcess';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { WireClient } from '../helpers/wireClient';

const CUTS = howMany('CUTS', 20);
const CLIENTS = 4;

/** A data folder whose disk keeps only what was flushed, and the clients of the server on it. */
class Computer implements AsyncDisposable {
  readonly events: HistoryEvent[] = [];
  acks = 0;
  readonly #temp: TempDir = tempDir();
  readonly #shim: string;
  readonly #folder = realpathSync(this.#temp.path);
  readonly #clients: readonly WireClient[];
  #boots = 0;
  #said = 0;
  #head = 0;
  #url = 'ws://127.0.0.1:1/chat';

  constructor() {
    this.#shim = compileShim('onlySynced', this.#folder);
    mkdirSync(this.dataDir);
    this.#clients = Array.from({ length: CLIENTS }, (_, i) => {
      const client = new WireClient(
        `client ${i}`,
        () => this.#url,
        (event) => this.#record(event),
      );
      client.says = () => `message ${(this.#said += 1)}`;
      return client;
    });
  }

  get dataDir(): string {
    return `${this.#folder}/data${this.#boots}`;
  }

  async start(run: (dataDir: string, env: NodeJS.ProcessEnv) => Program): Promise<Program> {
    cpSync(this.dataDir, this.#flushed, { recursive: true });
    const env = { LD_PRELOAD: this.#shim, ONLY_SYNCED_FROM: this.dataDir, ONLY_SYNCED_TO: this.#flushed };
    const program = run(this.dataDir, env);
    this.#url = String((await program.first)['url']);
    return program;
  }

  async hear(acks: number): Promise<void> {
    const enough = this.acks + acks;
    await eventually(() => this.acks >= enough, 20_000);
  }

  /** The power goes. What was not flushed is gone with it. */
  async cut(server: Program): Promise<void> {
    server.process.kill('SIGKILL');
    await server.ended;
    const flushed = this.#flushed;
    this.#boots += 1;
    cpSync(flushed, this.dataDir, { recursive: true });
    for (const name of readdirSync(this.dataDir)) if (name.endsWith('.part')) rmSync(`${this.dataDir}/${name}`);
  }

  /** Lets everybody catch up, and takes down what each of them has. */
  async settle(): Promise<void> {
    for (const client of this.#clients) client.says = undefined;
    const isQuiet = (client: WireClient) =>
      client.isFollowing && client.unsent === 0 && client.entries.at(-1)?.seq === this.#head;
    await eventually(() => this.#clients.every(isQuiet), 20_000).catch(() => undefined); // the checker says what is missing
    for (const client of this.#clients) client.recordEnd();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) await client[Symbol.asyncDispose]();
    this.#temp[Symbol.dispose]();
  }

  get #flushed(): string {
    return `${this.#folder}/flushed${this.#boots}`;
  }

  #record(event: HistoryEvent): void {
    this.events.push(event);
    if (event.event !== 'ack') return;
    this.acks += 1;
    this.#head = Math.max(this.#head, event.seq);
  }
}

describe('a computer whose power goes while clients talk', function () {
  this.timeout(6_000 * CUTS);

  const asShipped = (dataDir: string, env: NodeJS.ProcessEnv) =>
    runServerProgram(['serve', '--port', '0', '--data', dataDir, ...liftedArgs], { env });
  const withoutFlushing = (dataDir: string, env: NodeJS.ProcessEnv) =>
    runServerProgram([dataDir, 'OFF'], { env, entry: 'test/faults/serverWithOptions.ts' });
  const withFlushing = (dataDir: string, env: NodeJS.ProcessEnv) =>
    runServerProgram([dataDir, 'FULL'], { env, entry: 'test/faults/serverWithOptions.ts' });

  const rulesBrokenByOneCut = async (run: typeof asShipped) => {
    await using computer = new Computer();
    await using server = await computer.start(run);
    await computer.hear(100);
    await computer.cut(server);
    const violations = checkHistory([...computer.events, await dumpDatabase(computer.dataDir)]);
    return new Set(violations.map(({ rule }) => rule));
  };

  it(`loses nothing that the server acknowledged, in ${CUTS} cuts`, async () => {
    await using computer = new Computer();
    for (let cut = 0; cut < CUTS; cut += 1) {
      await using server = await computer.start(asShipped);
      await computer.hear(1 + Math.floor(Math.random() * 100));
      await computer.cut(server);
    }
    await using server = await computer.start(asShipped);
    await computer.settle();
    server.process.kill('SIGTERM');
    await server.ended;
    console.log(`      ${computer.acks} acknowledgements`);
    assert.deepEqual(checkHistory([...computer.events, await dumpDatabase(computer.dataDir)]), []);
  });

  it('would lose what was acknowledged if the database did not flush: this test can fail', async () => {
    assert.ok((await rulesBrokenByOneCut(withoutFlushing)).has('lost'));
    assert.deepEqual(await rulesBrokenByOneCut(withFlushing), new Set());
  });
});
