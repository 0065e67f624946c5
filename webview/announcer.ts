import { t } from '@vscode/l10n';
import { type News, announcement } from './state/announce';

const BATCH_MS = 800;
/** So many at once may go on to come: the next sentence is not to cut this one off. */
const MANY = 3;
const AFTER_MANY_MS = 5_000;

/** The page's one spoken region. What comes within a moment is said in one sentence. */
export function createAnnouncer(region: HTMLElement): (news: readonly News[]) => void {
  let waiting: News[] = [];
  let heardAt = 0;
  const say = () => {
    region.textContent = announcement(waiting);
    heardAt = performance.now() + (waiting.length < MANY ? 0 : AFTER_MANY_MS);
    waiting = [];
  };
  return (news) => {
    if (news.length === 0) return;
    if (waiting.length === 0) setTimeout(say, Math.max(BATCH_MS, heardAt - performance.now()));
    waiting.push(...news);
  };
}

export function spokenRegion(): HTMLElement {
  const region = document.createElement('div');
  region.className = 'spoken announcer';
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  region.setAttribute('aria-label', t('New messages'));
  return region;
}
