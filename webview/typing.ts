import type { RoomId } from '../server/protocol/ids';
import { LIMITS } from '../server/protocol/limits';
import type { Millis } from '../server/protocol/model';
import type { Post } from './effects';

/** Tells the host that the reader is writing: at once, and again while it goes on. */
export function createTypingTeller(
  post: Post,
  now: () => Millis,
): { typed(room: RoomId, text: string): void; sent(): void } {
  let told: { readonly room: RoomId; readonly at: Millis } | undefined;
  return {
    typed(room, text) {
      const at = now();
      if (text.trim() === '' || (told?.room === room && at - told.at < LIMITS.typingAgainMs)) return;
      told = { room, at };
      post({ kind: 'typing', room });
    },
    /** What is written next is another message. */
    sent() {
      told = undefined;
    },
  };
}
