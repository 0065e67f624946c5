import type { Cid, MemberId, RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Message } from '../../server/protocol/model';
import { textOf } from '../../server/protocol/transcript';
import type { Sender } from '../connection/sender';
import type { Chat } from './chat';
import type { WindowOf } from './openRoom';
import type { RoomWindow } from './roomWindow';

type OwnMessage = Message & { readonly cid: Cid };
/** Its files are not on this computer any more: what they were called stays. */
const asText = (message: OwnMessage): OwnMessage => ({ ...message, text: textOf(message) });

type Asked = Pick<Chat, 'history' | 'identity' | 'rooms'>;

const isMine =
  (me: MemberId) =>
  (entry: RoomWindow['entries'][number]): entry is OwnMessage =>
    entry.kind === 'message' && entry.author === me && entry.cid !== undefined && entry.tombstone === undefined;

/** Looks for what a restored server has lost of one's own, as often as it is there, until that is known. */
export class LostSearch {
  readonly #asked: Asked;
  readonly #sender: Pick<Sender, 'gone'>;
  readonly #before = new Set<WindowOf>();

  constructor(asked: Asked, sender: Pick<Sender, 'gone'>) {
    this.#asked = asked;
    this.#sender = sender;
  }

  /** What the server had before it was restored. */
  add(before: readonly WindowOf[]): void {
    for (const one of before) this.#before.add(one);
  }

  async find(): Promise<void> {
    for (const one of this.#before) {
      const lost = await lostMessages(this.#asked, one);
      if (!lost || !this.#before.delete(one)) continue;
      await this.#sender.gone(one.room, lost);
    }
  }
}

/**
 * Which of one's own messages a server does not have any more after it was restored, as far as the window from before
 * shows. What the backup holds has the same places there. Undefined when the server cannot be asked.
 */
async function lostMessages(
  restored: Asked,
  { room, window: before }: { readonly room: RoomId; readonly window: RoomWindow },
): Promise<readonly OwnMessage[] | undefined> {
  const mine = before.entries.filter(isMine(restored.identity.member));
  if (!restored.rooms.get(room)) return mine;
  const there = new Set<Cid | undefined>();
  for (let after = (mine[0]?.seq ?? before.head + 1) - 1; after < before.head;) {
    const page = await restored.history(room, { after }, LIMITS.pageEntries);
    if ('reason' in page) return undefined;
    for (const entry of page.entries) if (entry.kind === 'message') there.add(entry.cid);
    after = page.entries.at(-1)?.seq ?? before.head;
  }
  return mine.filter(({ cid }) => !there.has(cid)).map(asText);
}
