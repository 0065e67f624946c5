import { NatsFraming } from '../framings/nats';
import type { Dialect } from './dialect';

const OPTIONS = JSON.stringify({
  verbose: false,
  pedantic: false,
  echo: true,
  lang: 'node',
  version: '0',
  protocol: 1,
});

/** The text protocol of NATS core: nothing is kept, nothing is acknowledged, and each sender has an order of its own. */
export const nats: Dialect = {
  acks: false,
  order: 'perSender',
  framing: () => new NatsFraming(),
  frame: (payload) => Buffer.from(`${payload}\r\n`),
  join: async ({ start, hear, say }) => {
    start();
    await hear((line) => line.startsWith('INFO '));
    say(`CONNECT ${OPTIONS}`);
    say('SUB room 1');
    say('PING');
    await hear((line) => line === 'PONG');
  },
  post: ({ text }) => `PUB room ${text.length}\r\n${text}`,
  ackOf: (payload) => {
    if (payload.toString('latin1', 0, 4) === '-ERR') throw new Error(payload.toString());
    return undefined;
  },
  replyTo: (payload) => (payload.equals(PING) ? 'PONG' : undefined),
};

const PING = Buffer.from('PING');
