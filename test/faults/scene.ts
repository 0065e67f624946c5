import assert from 'node:assert/strict';
import type { ServerLimits } from '../../server/protocol/limits';
import type { ChatPorts } from '../../src/chat/ports';
import { dumpDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { FaultProxy } from '../helpers/faultProxy';
import { type HistoryEvent, checkHistory } from '../helpers/historyChecker';
import { RecordedChat } from '../helpers/recordedChat';
import { tempDir } from '../helpers/tempDir';
import { type TestServer, testServer } from '../helpers/testServer';
import { aComputer, connectWith } from '../src/fixtures';

/** The times of LIMITS, a fiftieth of each, and how late a busy machine may be. */
export const QUICK = { pingMs: 500, pongMs: 200, silenceMs: 700, connectMs: 200, lateMs: 1_500 } as const;

interface Joining {
  readonly through: 'proxy' | 'nothing';
  readonly ports?: Partial<Pick<ChatPorts, 'clock' | 'random' | 'connect'>>;
}

/** A server, a bad network, and people who use the extension's own code; a history checker judges what became of it. */
export class Scene implements AsyncDisposable {
  readonly events: HistoryEvent[] = [];
  readonly chats: RecordedChat[] = [];
  readonly #dir = tempDir();
  #server!: TestServer;
  #proxy!: FaultProxy;

  static async open(limits: Partial<ServerLimits> = {}): Promise<Scene> {
    const scene = new Scene();
    scene.#server = await testServer({
      dataDir: scene.#dir.file('data'),
      limits: { ...QUICK, drainMs: 1_000, ...limits },
    });
    scene.#proxy = await FaultProxy.to(() => scene.#server.port);
    return scene;
  }

  get server(): TestServer {
    return this.#server;
  }

  get proxy(): FaultProxy {
    return this.#proxy;
  }

  /** Where a person's computer keeps what is not sent. */
  outbox({ name, chat }: RecordedChat): string {
    return this.#dir.file(`${name}/outbox/${chat.identity.server}`);
  }

  async join(name: string, { through, ports }: Joining): Promise<RecordedChat> {
    const url = through === 'proxy' ? this.proxy.url : this.server.url;
    const record = (event: HistoryEvent) => void this.events.push(event);
    const patience = { connect: connectWith(QUICK), ...ports };
    const chat = await RecordedChat.join(aComputer(this.#dir.file(name)), { url, name, record, ports: patience });
    this.chats.push(chat);
    return chat;
  }

  /** Waits until everybody has said and heard all. */
  async settle(timeoutMs = 10_000): Promise<void> {
    await eventually(() => {
      const heads = new Set(this.chats.map(({ chat }) => chat.window?.head));
      return heads.size === 1 && this.chats.every(({ isQuiet }) => isQuiet);
    }, timeoutMs);
  }

  /** What everybody saw is what is stored. */
  async check(): Promise<void> {
    await this.settle();
    for (const chat of this.chats) chat.recordEnd();
    await this.#close();
    assert.deepEqual(checkHistory([...this.events, await dumpDatabase(this.#dir.file('data'))]), []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    this.#dir[Symbol.dispose]();
  }

  async #close(): Promise<void> {
    for (const chat of this.chats) chat[Symbol.dispose]();
    await this.proxy[Symbol.asyncDispose]();
    await this.server.stop();
  }
}
