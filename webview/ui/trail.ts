import { t } from '@vscode/l10n';
import { type TemplateResult, nothing } from 'lit';
import type { PageState } from '../state/model';
import { tripOf } from '../state/trip';
import type { Context } from './context';
import { isPlain, take } from './keys';
import { wayBack } from './wayBack';

/** In the log: Escape goes back to where the link stands that was followed. */
export function trailKey(event: KeyboardEvent, { trail }: PageState, { dispatch }: Context): void {
  if (event.key !== 'Escape' || !isPlain(event) || trail.length === 0) return;
  take(event);
  dispatch({ kind: 'wentBack' });
}

/** After a link or a quote was followed, and not while a list has a way back of its own. */
export const wayHome = (s: PageState, { dispatch }: Context): TemplateResult | typeof nothing =>
  s.trail.length === 0 || tripOf(s) !== undefined
    ? nothing
    : wayBack({
        label: t('Back'),
        place: '',
        stayLabel: t('Stay here'),
        onBack: () => dispatch({ kind: 'wentBack' }),
        onStay: () => dispatch({ kind: 'stayed' }),
      });
