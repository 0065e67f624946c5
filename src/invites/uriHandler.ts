import { t } from '@vscode/l10n';
import { type Disposable, window } from 'vscode';
import type { App } from '../app';
import { consentsToLink } from '../join/consent';
import { goIn } from '../join/join';
import { asData } from '../log';
import { linkOpener } from './linkOpener';

/** Takes the links that the editor is asked to open. Anybody can have written one. */
export function handleLinks(app: App): Disposable {
  const openInvite = linkOpener({
    refuse(reason) {
      app.log.warn('link refused', { reason });
      void window.showWarningMessage(t('A link for Team Chat was not opened. {0}', reason));
    },
    async consents(link) {
      const { chat, isOnline } = app.session;
      const isThere = isOnline && chat?.address.url === link.address.url;
      if (isThere) await app.views.show();
      return !isThere && consentsToLink(app, link, 'outside');
    },
    join: (link) => goIn(app, link, false).then(() => undefined),
  });
  return window.registerUriHandler({
    async handleUri(uri) {
      const open = uri.path === '/show' ? app.showPlace : openInvite;
      await open(uri.toString(true)).catch((error: unknown) => app.log.error('link', asData(error)));
    },
  });
}
