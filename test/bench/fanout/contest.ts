import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LoadResult } from '../load/fleet';
import { RemoteFleet } from '../load/remote';
import { cpuSeconds } from '../machine';
import type { Peer, PeerServer } from '../peers/peer';

export const SENDERS = 10;

/** One load of one peer, with what its server used for it. */
export interface Round extends LoadResult {
  readonly serverCpuSeconds: number | undefined;
}

export interface Room {
  readonly members: number;
  readonly senders?: number;
  readonly roomSize?: number;
  /** What the server finds when it starts. */
  readonly prepare?: (data: string) => void;
}

/** A server with all members joined, waiting for its turn. */
export class Contestant implements AsyncDisposable {
  readonly peer: Peer;
  readonly #server: PeerServer;
  readonly #fleet: RemoteFleet;
  readonly #dir: string;

  private constructor(peer: Peer, server: PeerServer, fleet: RemoteFleet, dir: string) {
    this.peer = peer;
    this.#server = server;
    this.#fleet = fleet;
    this.#dir = dir;
  }

  static async ready(peer: Peer, room: Room): Promise<Contestant> {
    const { prepare, ...group } = { senders: SENDERS, ...room };
    const dir = mkdtempSync(path.join(os.tmpdir(), 'alongside-bench-'));
    const data = path.join(dir, 'data');
    mkdirSync(data);
    prepare?.(data);
    const server = await peer.start(data);
    try {
      const { host, port } = server;
      const { fleet } = await RemoteFleet.joined({ host, port, dialect: peer.dialect, ...group });
      return new Contestant(peer, server, fleet, dir);
    } catch (error) {
      await server[Symbol.asyncDispose]();
      rmSync(dir, { recursive: true, force: true });
      throw error;
    }
  }

  async run(load: (fleet: RemoteFleet) => Promise<LoadResult>): Promise<Round> {
    const before = cpuSeconds(this.#server.pid);
    const result = await load(this.#fleet);
    const after = cpuSeconds(this.#server.pid);
    return {
      ...result,
      serverCpuSeconds: before === undefined || after === undefined ? undefined : after - before,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#fleet[Symbol.asyncDispose]();
    await this.#server[Symbol.asyncDispose]();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
