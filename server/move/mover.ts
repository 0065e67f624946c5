import * as z from 'zod/mini';
import type { Log } from '../core/ports';
import type { Move as ToldMove } from '../protocol/frames';
import { Millis } from '../protocol/model';
import type { Pin } from '../protocol/pin';
import { type Move, newAddress, readMove, removeMove, writeMove } from './move';

/** What the command line asks for. */
const Asked = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moveOut') }),
  z.object({ kind: z.literal('moveTo'), address: z.string() }),
  z.object({ kind: z.literal('moveCancel') }),
]);
export type MoveAsked = z.infer<typeof Asked>;

/** The copy to be moved, and which move it is for. */
export const Begun = z.object({ at: Millis, backup: z.string() });
export type Begun = z.infer<typeof Begun>;

interface MoverOptions {
  readonly dataDir: string;
  readonly log: Log;
  readonly journal: {
    setMoved(isMoved: boolean): void;
    noBackup(): Promise<void>;
  };
  /** Of the certificate that goes along, made where there was none. */
  readonly ownPin: () => Pin | undefined;
}

/** A running server that moves: from the beginning to the end of the move it enters nothing, and tells where it goes on. */
export class Mover {
  #move: Move | undefined;

  constructor(private readonly options: MoverOptions) {
    this.#move = readMove(options.dataDir);
    if (this.#move) options.log.warn('moved: nothing is entered here', { to: this.#move.to });
  }

  /** What members are to know of it. */
  get told(): ToldMove | undefined {
    if (!this.#move) return undefined;
    const { to, pin } = this.#move;
    const isPinned = to?.startsWith('wss:') === true && pin !== undefined;
    return { ...(to !== undefined && { to }), ...(isPinned && { pin }) };
  }

  /** Undefined where something else was asked for. */
  answer(asked: unknown, backUp: () => Promise<string>): Promise<unknown> | undefined {
    const order = Asked.safeParse(asked);
    return order.success ? this.#carryOut(order.data, backUp) : undefined;
  }

  /** Whether it moves, and that is an address. */
  goesOnAt(address: string): boolean {
    const to = newAddress(address);
    if (!this.#move || to === undefined) return false;
    this.#set({ ...this.#move, to });
    return true;
  }

  async #carryOut(order: MoveAsked, backUp: () => Promise<string>): Promise<unknown> {
    if (order.kind === 'moveOut') return this.#begin(backUp);
    if (order.kind === 'moveCancel') this.#set(undefined);
    else if (!this.goesOnAt(order.address)) throw new Error('the server does not move, or this is no address');
    return {};
  }

  async #begin(backUp: () => Promise<string>): Promise<Begun> {
    const before = this.#move;
    const at = Date.now();
    this.#set({ at, pin: this.options.ownPin() });
    try {
      // One that began before may lack what was entered until now.
      await this.options.journal.noBackup();
      return { at, backup: await backUp() };
    } catch (error) {
      this.#set(before);
      throw error;
    }
  }

  /** On disk before it counts where it forbids, and after where it allows. */
  #set(move: Move | undefined): void {
    const { dataDir, journal, log } = this.options;
    if (move) writeMove(dataDir, move);
    else removeMove(dataDir);
    this.#move = move;
    journal.setMoved(move !== undefined);
    log.warn(move ? 'moved: nothing is entered here' : 'not moved', { to: move?.to });
  }
}
