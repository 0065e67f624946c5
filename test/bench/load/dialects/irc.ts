import { LineFraming } from '../framings/lines';
import type { Dialect } from './dialect';

/** IRC: nothing is kept, nothing is acknowledged, and who speaks does not hear it. */
export const irc: Dialect = {
  acks: false,
  order: 'perSender',
  silentToSender: true,
  framing: () => new LineFraming(),
  frame: (payload) => Buffer.from(`${payload}\r\n`),
  join: async ({ start, say, hear, member }) => {
    start();
    say(`NICK m${member}`);
    say(`USER m${member} 0 * :m${member}`);
    await hear((line) => / 001 /.test(line));
    say('JOIN #room');
    await hear((line) => / 366 /.test(line));
  },
  post: ({ text }) => `PRIVMSG #room :${text}`,
  ackOf: (payload) => {
    if (payload.toString('latin1', 0, 5) === 'ERROR') throw new Error(payload.toString());
    return undefined;
  },
  replyTo: (payload) => {
    const line = payload.toString('latin1');
    return line.startsWith('PING ') ? `PONG ${line.slice(5)}` : undefined;
  },
};
