import type { Entry } from '../../server/protocol/model';
import type { HistoryEvent } from './historyChecker';
import { type Program, runServerProgram } from './serverProcess';

export interface ChatProgramOptions {
  readonly url: string;
  readonly name: string;
  readonly folder: string;
  readonly silenceMs: number;
}

interface State {
  readonly kind: 'state';
  readonly link: string;
  readonly pending: readonly string[];
  readonly entries: readonly Entry[];
}

export type ChatReport = State | { readonly kind: 'event'; readonly event: HistoryEvent };

/** A chat in a process of its own, which can be stopped and whose clock can be wrong. */
export interface ChatProgram extends Program {
  /** All that it was, in order; the last one is what it is. */
  readonly states: readonly State[];
  readonly state: State;
  readonly texts: readonly string[];
  post(text: string): void;
  /** Has it tell the history checker what it shows. */
  recordEnd(): void;
}

export async function chatProgram(
  options: ChatProgramOptions,
  record: (event: HistoryEvent) => void,
  env: NodeJS.ProcessEnv = {},
): Promise<ChatProgram> {
  const program = runServerProgram([JSON.stringify(options)], { env, entry: 'test/helpers/chatProgramMain.ts' });
  const states: State[] = [];
  program.process.on('message', (report: ChatReport) => {
    if (report.kind === 'state') states.push(report);
    else record(report.event);
  });
  await program.first;
  const latest = (): State => states.at(-1) ?? { kind: 'state', link: 'none', pending: [], entries: [] };
  return {
    ...program,
    states,
    get state() {
      return latest();
    },
    get texts() {
      return latest().entries.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
    },
    post: (post) => program.process.send({ post }),
    recordEnd: () => program.process.send({}),
  };
}
