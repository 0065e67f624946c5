import type { Action, PageState } from './state/model';
import type { Store } from './state/store';

/** Asked for when they are about to come into view. */
const AHEAD = '400px';

/** Asks for the pictures that are scrolled to, each once. To be called when the page was drawn. */
export function createPictureWatcher(store: Store<PageState, Action>): (root: Element) => void {
  const asked = new Set<string>();
  const ask = ({ dataset }: HTMLElement) => {
    const { seq, file: id = '' } = dataset;
    const entry = store.get().entries.find((one) => one.seq === Number(seq));
    const file = entry?.kind === 'message' ? entry.files?.find((one) => one.id === id) : undefined;
    if (!file || asked.has(id)) return;
    asked.add(id);
    store.dispatch({ kind: 'fileUsed', act: 'show', seq: Number(seq), file });
  };
  const observer = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        ask(target as HTMLElement);
      }
    },
    { rootMargin: AHEAD },
  );
  return (root) => {
    for (const place of root.querySelectorAll('.picture-place[data-seq]')) observer.observe(place);
  };
}
