import type { Dialect } from './dialect';

const [FOUR, THREE, TWO] = Buffer.from('432') as unknown as [number, number, number];

/** Engine.IO 4 over WebSocket: `0` open, `2` ping, `3` pong, `40` connected, `42` event, `43` ack. */
export const socketIo: Dialect = {
  acks: true,
  order: 'total',
  join: async ({ upgrade, hear, say }) => {
    await upgrade('/socket.io/?EIO=4&transport=websocket');
    await hear((payload) => payload.startsWith('0'));
    say('40');
    await hear((payload) => payload.startsWith('40'));
  },
  post: ({ id, text }) => `42${id}["post","${text}"]`,
  ackOf: (payload) =>
    payload[0] === FOUR && payload[1] === THREE ? Number.parseInt(payload.toString('latin1', 2), 10) : undefined,
  replyTo: (payload) => (payload.length === 1 && payload[0] === TWO ? '3' : undefined),
};
