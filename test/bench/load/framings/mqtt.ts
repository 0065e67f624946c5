import { type Framing, KIND } from '../unitReader';

/** Each control packet of MQTT is a unit, its fixed header included. */
export class MqttFraming implements Framing {
  length = 0;
  readonly kind = KIND.text;
  readonly trailer = 0;

  header(bytes: Buffer, at: number, end: number): number {
    let rest = 0;
    for (let i = 1; i <= 4; i++) {
      if (at + i >= end) return -1;
      const byte = bytes[at + i]!;
      rest += (byte & 0x7f) * 128 ** (i - 1);
      if (byte < 128) {
        this.length = 1 + i + rest;
        return 0;
      }
    }
    throw new Error('an MQTT packet whose length does not end');
  }
}
