import type { Post } from './effects';

const TELL_MS = 300;

/** Tells the host of the draft when the typing rests, and at once when the page goes. */
export function createDraftTeller(post: Post, told: string): { typed(text: string): void; flush(): void } {
  let known = told;
  let draft = told;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    if (draft === known) return;
    known = draft;
    post({ kind: 'draft', text: draft });
  };
  return {
    typed(text) {
      draft = text;
      clearTimeout(timer);
      timer = setTimeout(flush, TELL_MS);
    },
    flush,
  };
}
