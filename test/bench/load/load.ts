import { Samples } from '../statistics';
import { clock } from './link';
import { type Marks, messageText } from './marks';
import type { Member } from './member';
import { SenderOrder, TotalOrder } from './order';

export interface LoadOptions {
  readonly number: number;
  readonly members: readonly Member[];
  readonly senders: number;
  readonly acks: boolean;
  readonly order: 'total' | 'perSender';
  /** Senders do not get their own messages: the next member sees for them that they came. */
  readonly silentToSender: boolean;
  /** How many get each message. */
  readonly receivers: number;
  /** Latency is taken at every nth member. */
  readonly sampleEvery: number;
}

/** Messages of one load: what was sent, and what has become of it. */
export class Load {
  readonly #options: LoadOptions;
  readonly #sentAt: number[][];
  readonly #deliveries = new Samples();
  readonly #acks = new Samples();
  #sent = 0;
  #delivered = 0;
  #acked = 0;
  #firstSentAt = 0;
  #lastAt = 0;
  /** This many of a sender's messages have come: to itself, where it hears itself. */
  onSeen: (sender: number, count: number) => void = () => undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#sentAt = Array.from({ length: options.senders }, () => []);
    const one = new TotalOrder(options.senders);
    for (const member of options.members) {
      member.follow(options.order === 'total' ? one : new SenderOrder(options.senders), options.number);
    }
  }

  get sent(): number {
    return this.#sent;
  }

  /** Deliveries and acks so far: grows for as long as something comes. */
  get progress(): number {
    return this.#delivered + this.#acked;
  }

  get isComplete(): boolean {
    const { receivers, acks } = this.#options;
    return this.#delivered === this.#sent * receivers && (!acks || this.#acked === this.#sent);
  }

  send(sender: number, count: number): void {
    const times = this.#sentAt[sender]!;
    const messages = Array.from({ length: count }, (_, i) => {
      const id = times.length + i;
      return { id, text: messageText(this.#options.number, sender, id) };
    });
    const now = performance.now();
    if (this.#sent === 0) this.#firstSentAt = now;
    this.#sent += count;
    for (let i = 0; i < count; i++) times.push(now);
    this.#options.members[sender]!.post(messages);
  }

  got(member: number, { senders, numbers, count }: Marks): void {
    const { now } = clock;
    this.#lastAt = now;
    this.#delivered += count;
    if (member % this.#options.sampleEvery === 0) {
      for (let i = 0; i < count; i++) this.#deliveries.add(now - this.#sentAt[senders[i]!]![numbers[i]!]!);
    }
    const { members, senders: all, silentToSender } = this.#options;
    const watched = silentToSender ? (member + 1) % members.length : member;
    if (watched >= all) return;
    let seen = 0;
    for (let i = 0; i < count; i++) if (senders[i] === watched) seen += 1;
    if (seen > 0) this.onSeen(watched, seen);
  }

  acked(member: number, id: number): void {
    const sentAt = this.#sentAt[member]?.[id];
    if (sentAt === undefined) throw new Error(`sender ${member}: an ack for ${id}, which was not sent`);
    this.#acks.add(clock.now - sentAt);
    this.#acked += 1;
  }

  outcome() {
    return {
      sent: this.#sent,
      deliveries: this.#delivered,
      seconds: (this.#lastAt - this.#firstSentAt) / 1_000,
      delivery: this.#deliveries.percentiles(),
      ack: this.#acks.percentiles(),
    };
  }

  /** What is missing where, for the error of a load that does not end. */
  missing(): string {
    const { receivers, acks } = this.#options;
    const deliveries = `${this.#delivered} of ${this.#sent * receivers} deliveries`;
    return acks ? `${deliveries}, ${this.#acked} of ${this.#sent} acks` : deliveries;
  }
}
