import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { App } from '../app';
import { consentsToLink } from '../join/consent';
import { goIn } from '../join/join';
import { goTo } from '../rooms/openRoom';
import { placeOpener } from './placeOpener';

/** Follows links to rooms and messages. `app` is not there yet when this is made. */
export const openPlaces = (app: () => App): ((link: string) => Promise<void>) =>
  placeOpener({
    joined: () => app().session.chat?.identity.server,
    refuse(reason) {
      app().log.warn('link refused', { reason });
      void window.showWarningMessage(t('A link for Team Chat was not opened. {0}', reason));
    },
    consents: ({ address, seq }) =>
      consentsToLink(app(), { address, leadsTo: seq === undefined ? 'room' : 'message' }, 'outside'),
    async join({ address }) {
      await goIn(app(), { address }, false);
      return app().session.chat?.address.url === address.url;
    },
    // Why it cannot be shown is said where it would stand.
    show: ({ room, seq }) => (seq === undefined ? goTo(app(), room) : app().views.show({ room, seq })),
  });
