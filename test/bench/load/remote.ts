import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { own, stop } from '../children';
import { pinnedNode, typescriptArgs } from '../../helpers/node';
import type { FleetOptions, Joined, LoadResult } from './fleet';

export type LoadCall =
  | { readonly kind: 'join'; readonly options: FleetOptions }
  | { readonly kind: 'saturate'; readonly ms: number; readonly window: number }
  | { readonly kind: 'pace'; readonly ms: number; readonly perSecond: number }
  | { readonly kind: 'catchUp' | 'survive' };

export type LoadReply =
  { readonly ready: true } | { readonly joined: Joined } | { readonly result: LoadResult } | { readonly error: string };

/** The parent's end of a load generator. */
export class RemoteFleet implements AsyncDisposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async joined(options: FleetOptions): Promise<{ fleet: RemoteFleet; joined: Joined }> {
    const child = fork(path.join(import.meta.dirname, 'main.ts'), {
      execPath: pinnedNode(),
      execArgv: [...typescriptArgs],
      serialization: 'advanced',
    });
    own(child);
    const fleet = new RemoteFleet(child);
    try {
      await fleet.#next();
      return { fleet, joined: await fleet.#joined({ kind: 'join', options }) };
    } catch (error) {
      await stop(child);
      throw error;
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  saturate(ms: number, window: number): Promise<LoadResult> {
    return this.#result({ kind: 'saturate', ms, window });
  }

  pace(ms: number, perSecond: number): Promise<LoadResult> {
    return this.#result({ kind: 'pace', ms, perSecond });
  }

  /** All have what was said until now. */
  catchUp(): Promise<Joined> {
    return this.#joined({ kind: 'catchUp' });
  }

  /** The server is about to end: resolves when all are back. */
  survive(): Promise<Joined> {
    return this.#joined({ kind: 'survive' });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return stop(this.#child);
  }

  async #result(call: LoadCall): Promise<LoadResult> {
    const reply = await this.#ask(call);
    if ('result' in reply) return reply.result;
    throw new Error(`the generator answered ${Object.keys(reply).join()}`);
  }

  async #joined(call: LoadCall): Promise<Joined> {
    const reply = await this.#ask(call);
    if ('joined' in reply) return reply.joined;
    throw new Error(`the generator answered ${Object.keys(reply).join()}`);
  }

  async #ask(call: LoadCall): Promise<LoadReply> {
    const reply = this.#next();
    this.#child.send(call);
    return reply;
  }

  #next(): Promise<LoadReply> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => done(() => reject(new Error(`the generator ended with ${code}`)));
      const onMessage = (reply: LoadReply) =>
        done(() => ('error' in reply ? reject(new Error(reply.error)) : resolve(reply)));
      const done = (settle: () => void) => {
        this.#child.off('exit', onExit).off('message', onMessage);
        settle();
      };
      this.#child.on('exit', onExit).on('message', onMessage);
    });
  }
}
