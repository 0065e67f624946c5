import { MqttFraming } from '../framings/mqtt';
import type { Dialect } from './dialect';

const TOPIC = 'room';

/** MQTT 3.1.1 at QoS 0: nothing is kept, nothing is acknowledged, and each sender has an order of its own. */
export const mqtt: Dialect = {
  acks: false,
  order: 'perSender',
  framing: () => new MqttFraming(),
  frame: (payload) => Buffer.from(payload, 'latin1'),
  join: async ({ start, say, hear, member }) => {
    start();
    // Clean session, no keep-alive.
    say(packet(0x10, `${counted('MQTT')}\x04\x02\0\0${counted(`m${member}`)}`));
    await hear((payload) => payload === '\x20\x02\0\0');
    say(packet(0x82, `\0\x01${counted(TOPIC)}\0`));
    await hear((payload) => payload === '\x90\x03\0\x01\0');
  },
  post: ({ text }) => packet(0x30, `${counted(TOPIC)}${text}`),
  ackOf: () => undefined,
};

/** With its length in front, in two bytes. */
const counted = (text: string): string => String.fromCharCode(text.length >> 8, text.length & 0xff) + text;

function packet(first: number, rest: string): string {
  const lengthBytes: number[] = [];
  for (let left = rest.length; lengthBytes.length === 0 || left > 0; left >>= 7) {
    lengthBytes.push((left & 0x7f) | (left > 127 ? 0x80 : 0));
  }
  return String.fromCharCode(first, ...lengthBytes) + rest;
}
