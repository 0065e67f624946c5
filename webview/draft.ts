import type { RoomId } from '../server/protocol/ids';
import type { Post } from './effects';

const TELL_MS = 300;

/**
 * Tells the host of the draft: its first change and its end at once, the others no more often than every TELL_MS. A text
 * that was sent must not come back as a draft, however soon the window goes.
 */
export function createDraftTeller(post: Post, roomOf: () => RoomId): { typed(text: string): void; flush(): void } {
  let known = '';
  let draft = '';
  let isResting = true;
  const flush = () => {
    if (draft === known) return;
    known = draft;
    post({ kind: 'draft', room: roomOf(), text: draft });
  };
  const tell = () => {
    isResting = draft === known;
    if (isResting) return;
    flush();
    setTimeout(tell, TELL_MS);
  };
  return {
    typed(text) {
      draft = text;
      if (isResting) tell();
      else if (text === '') flush();
    },
    flush,
  };
}
