import { t } from '@vscode/l10n';
import { type News, announcement } from './state/announce';

const BATCH_MS = 800;

/** The page's one spoken region. What comes within a moment is said in one sentence. */
export function createAnnouncer(region: HTMLElement): (news: readonly News[]) => void {
  let waiting: News[] = [];
  return (news) => {
    if (news.length === 0) return;
    if (waiting.length === 0) {
      setTimeout(() => {
        region.textContent = announcement(waiting);
        waiting = [];
      }, BATCH_MS);
    }
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
