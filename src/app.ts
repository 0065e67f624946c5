import type { LogOutputChannel } from 'vscode';
import type { Memory } from './chat/memory';
import type { Session } from './chat/session';
import type { EnterPorts } from './join/enter';
import type { Log } from './log';
import type { ServerHost } from './serverHost/serverHost';
import type { Views } from './views/views';

/** What the commands work with. */
export interface App {
  readonly session: Session;
  readonly server: ServerHost;
  readonly views: Views;
  readonly memory: Memory;
  readonly enterPorts: EnterPorts;
  readonly out: LogOutputChannel;
  readonly log: Log;
  /** Follows a link to a room or a message, of whatever team. */
  readonly showPlace: (link: string) => Promise<void>;
}
