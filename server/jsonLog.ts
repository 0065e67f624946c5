import pino from 'pino';
import type { Log } from './core/ports';

/** One JSON object a line on stderr: events, ids and numbers. Message texts, names and keys never get here. */
export function jsonLog(): Log {
  const destination = pino.destination({ fd: 2, sync: true, maxLength: 1024 * 1024 });
  // A log that cannot be written, on a full disk for example, must not end the chat.
  destination.on('error', () => undefined);
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const at = (level: 'info' | 'warn' | 'error') => (event: string, data?: object) => logger[level](data ?? {}, event);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
