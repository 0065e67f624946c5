import type { RoomId } from '../server/protocol/ids';
import type { Post } from './effects';

const TELL_MS = 300;

interface DraftTeller {
  /** Another room, of which the host has this draft. */
  opened(room: RoomId, told: string): void;
  typed(text: string): void;
  flush(): void;
}

/**
 * Tells the host of the draft: its first change and its end at once, the others no more often than every TELL_MS. A text
 * that was sent must not come back as a draft, however soon the window goes.
 */
export function createDraftTeller(post: Post, first: RoomId): DraftTeller {
  let room = first;
  let known = '';
  let draft = '';
  let isResting = true;
  const flush = () => {
    if (draft === known) return;
    known = draft;
    post({ kind: 'draft', room, text: draft });
  };
  const tell = () => {
    isResting = draft === known;
    if (isResting) return;
    flush();
    setTimeout(tell, TELL_MS);
  };
  return {
    opened(next, told) {
      flush();
      room = next;
      known = told;
      draft = told;
    },
    typed(text) {
      draft = text;
      if (isResting) tell();
      else if (text === '') flush();
    },
    flush,
  };
}
