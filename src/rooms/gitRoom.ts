import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { App } from '../app';
import { createRoomCalled } from './createRoom';
import { gitPlace } from './gitPlace';
import { goTo } from './openRoom';

/** The room that is called like the open repository or its branch; where there is none, one is offered. */
export async function openGitRoom(app: App, of: 'repository' | 'branch'): Promise<void> {
  const { chat } = app.session;
  if (!chat) return;
  const place = await gitPlace();
  const name = of === 'branch' ? place?.branch : place?.name;
  if (name === undefined) {
    const none =
      of === 'branch' ? t('No branch of a Git repository is checked out here.') : t('No Git repository is open.');
    return void window.showInformationMessage(none);
  }
  const room = chat.rooms.all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  await (room ? goTo(app, room.id) : createRoomCalled(app, name));
}
