import { createHash } from 'node:crypto';
import type { Colouring } from '../../webview/protocol/colouring';
import type { Clock } from '../clock';
import type { Uncoloured } from '../highlight/look';
import type { FromThread, ToThread } from '../highlight/thread';
import { type Disposable, Emitter } from '../lifecycle';
import type { Log } from '../log';

/** Where code is coloured: a grammar is somebody else's, and may take for ever. */
export interface ColourThread {
  post(message: ToThread): void;
  /** At once, whatever it is doing. */
  end(): void;
}

export interface ThreadEvents {
  readonly said: (message: FromThread) => void;
  readonly ended: (why: string) => void;
}

interface CodeColoursOptions {
  readonly start: (events: ThreadEvents) => ColourThread;
  readonly clock: Clock;
  readonly log: Log;
}

interface Job {
  readonly code: Uncoloured;
  readonly settle: (colouring: Colouring | undefined) => void;
}

/** The longest that one code may take, the start of the thread included; a large grammar takes a second. */
const PATIENCE_MS = 15_000;
/** Without anything to do for so long, it gives its memory back. */
const REST_MS = 120_000;
const KEPT = 300;

/** The colours of code, made one after the other in a thread that is there only when it is needed. */
export class CodeColours implements Disposable {
  /** Other settings or other extensions: everything is to be asked for again. */
  readonly changed = new Emitter<void>();
  readonly #options: CodeColoursOptions;
  readonly #known = new Map<string, Promise<Colouring | undefined>>();
  /** Languages that the thread did not come back from. */
  readonly #lost = new Set<string>();
  #waiting: Job[] = [];
  #doing: { readonly job: Job; readonly id: number } | undefined;
  #thread: ColourThread | undefined;
  #timer: Disposable | undefined;
  #lastId = 0;

  constructor(options: CodeColoursOptions) {
    this.#options = options;
  }

  /** Undefined: it has none, and stays as it is. */
  of(code: Uncoloured): Promise<Colouring | undefined> {
    const key = createHash('sha256')
      .update(JSON.stringify([code.theme, code.language, code.code]))
      .digest('base64');
    const known = this.#known.get(key) ?? this.#ask(code);
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  /** The editor colours differently from now on, by more than its theme. */
  renew(): void {
    this.#forget();
    this.changed.fire();
  }

  dispose(): void {
    this.#forget();
  }

  #ask(code: Uncoloured): Promise<Colouring | undefined> {
    const { promise, resolve } = Promise.withResolvers<Colouring | undefined>();
    this.#waiting.push({ code, settle: resolve });
    this.#next();
    return promise;
  }

  #next(): void {
    if (this.#doing) return;
    const job = this.#waiting.shift();
    this.#timer?.dispose();
    if (job === undefined) {
      this.#timer = this.#options.clock.after(REST_MS, () => this.#end());
    } else if (this.#lost.has(job.code.language)) {
      job.settle(undefined);
      this.#next();
    } else {
      this.#doing = { job, id: (this.#lastId += 1) };
      this.#timer = this.#options.clock.after(PATIENCE_MS, () => this.#lose('it took too long'));
      this.#thread ??= this.#start();
      this.#thread.post({ id: this.#lastId, code: job.code });
    }
  }

  #start(): ColourThread {
    const thread: ColourThread = this.#options.start({
      said: (message) => {
        if (message.kind === 'trouble') this.#options.log.warn('highlight', { of: message.of, error: message.error });
        else this.#settle(message.id, message.colouring);
      },
      ended: (why) => {
        if (thread === this.#thread) this.#lose(why);
      },
    });
    return thread;
  }

  #settle(id: number, colouring: Colouring | undefined): void {
    if (this.#doing?.id !== id) return;
    const { job } = this.#doing;
    this.#doing = undefined;
    job.settle(colouring);
    this.#next();
  }

  /** What it was doing is not tried again, nor is that language. */
  #lose(why: string): void {
    this.#end();
    if (!this.#doing) return;
    const { job, id } = this.#doing;
    this.#options.log.warn('highlight', { language: job.code.language, why });
    this.#lost.add(job.code.language);
    this.#settle(id, undefined);
  }

  #end(): void {
    this.#thread?.end();
    this.#thread = undefined;
    this.#timer?.dispose();
  }

  #forget(): void {
    this.#end();
    this.#known.clear();
    this.#lost.clear();
    const left = [...(this.#doing ? [this.#doing.job] : []), ...this.#waiting];
    this.#doing = undefined;
    this.#waiting = [];
    for (const { settle } of left) settle(undefined);
  }
}
