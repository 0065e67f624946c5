import { t } from '@vscode/l10n';
import type { ServerId } from '../../server/protocol/ids';
import { type LinkedPlace, parsePlaceLink } from './placeLink';

export interface PlacePorts {
  /** The server of the chat that is joined, if one is. */
  readonly joined: () => ServerId | undefined;
  readonly refuse: (reason: string) => void;
  /** Asks the reader. Nothing is sent before. */
  readonly consents: (place: LinkedPlace) => Promise<boolean>;
  /** Whether the chat is at that address then. */
  readonly join: (place: LinkedPlace) => Promise<boolean>;
  readonly show: (place: LinkedPlace) => Promise<void>;
}

/**
 * Follows a link to a room or a message, wherever it stood. Of the team that is joined it is shown: what the reader may not
 * see is not there. Where it is of another one, nothing is sent there before the reader has seen where that is, and what
 * comes while that is asked is dropped.
 */
export function placeOpener({ joined, refuse, consents, join, show }: PlacePorts): (link: string) => Promise<void> {
  let isBusy = false;
  const goes = async (place: LinkedPlace): Promise<boolean> => {
    if (joined() === place.server) return true;
    if (!(await consents(place)) || !(await join(place))) return false;
    if (joined() === place.server) return true;
    refuse(t('Another team than that of the link is at its address.'));
    return false;
  };
  return async (link) => {
    if (isBusy) return;
    isBusy = true;
    try {
      const place = parsePlaceLink(link);
      if (!place.ok) refuse(place.reason);
      else if (await goes(place.value)) await show(place.value);
    } finally {
      isBusy = false;
    }
  };
}
