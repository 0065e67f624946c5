import type { LogOutputChannel } from 'vscode';

/** An event's name and its data. Never a message's text, never a secret. */
export interface Log {
  debug(what: string, data?: object): void;
  info(what: string, data?: object): void;
  warn(what: string, data?: object): void;
  error(what: string, data?: object): void;
}

export function logTo(out: Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error'>, area: string): Log {
  const line = (what: string, data?: object) => `[${area}] ${what}${data ? ` ${JSON.stringify(data)}` : ''}`;
  return {
    debug: (what, data) => out.debug(line(what, data)),
    info: (what, data) => out.info(line(what, data)),
    warn: (what, data) => out.warn(line(what, data)),
    error: (what, data) => out.error(line(what, data)),
  };
}

/** What a `catch` caught, for the log. */
export const asData = (error: unknown): { readonly error: string } => ({
  error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});
