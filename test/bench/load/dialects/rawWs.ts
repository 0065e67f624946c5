import type { Dialect } from './dialect';

const PLUS = '+'.charCodeAt(0);

/** The text alone; an ack is `+ID`. */
export const rawWs: Dialect = {
  acks: true,
  order: 'total',
  join: ({ upgrade }) => upgrade('/'),
  post: ({ id, text }) => `${id} ${text}`,
  ackOf: (payload) => (payload[0] === PLUS ? Number(payload.toString('latin1', 1)) : undefined),
};
