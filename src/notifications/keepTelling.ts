import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { commands, debug, window } from 'vscode';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { systemClock } from '../clock';
import { type Disposable, Owned } from '../lifecycle';
import { goTo } from '../rooms/openRoom';
import { notificationsSetting, quietHoursSetting } from '../settings';
import { Turn } from '../turn';
import { isWithin, snoozedUntil } from './quiet';
import { Teller, type Toast } from './teller';
import { type ZenMode, followZenMode } from './zenMode';

const BEAT_MS = 20_000;

/** Tells what comes in the chat of this window. `folder`: of all windows of this computer. */
export function keepTelling(app: App, folder: string): Disposable {
  const { session } = app;
  const owned = new Owned();
  // Where there can be no folder, each window tells.
  void mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  let telling: { readonly chat: Chat; readonly teller: Teller; readonly turn: Turn } | undefined;
  const end = () => {
    telling?.teller.dispose();
    telling?.turn.releaseNow();
    telling = undefined;
  };
  const swap = () => {
    if (telling?.chat === session.chat) return;
    end();
    if (session.chat) telling = { chat: session.chat, ...begin(app, session.chat, { folder, zen }) };
  };
  const zen = owned.own(followZenMode(systemClock));
  owned.own(zen.changed.on(() => telling?.teller.look()));
  owned.own({ dispose: end });
  owned.own(session.changed.on(swap));
  owned.own(window.onDidChangeWindowState(({ focused }) => telling?.teller.follow(focused)));
  owned.own(debug.onDidChangeActiveDebugSession(() => telling?.teller.look()));
  return owned;
}

function begin(
  app: App,
  chat: Chat,
  { folder, zen }: { readonly folder: string; readonly zen: ZenMode },
): { readonly teller: Teller; readonly turn: Turn } {
  const { memory, views, log } = app;
  const { server, member } = chat.identity;
  const turn = new Turn(join(folder, `${server}.${member}.turn`), BEAT_MS);
  const teller = new Teller({
    clock: systemClock,
    team: chat,
    turn,
    isFocused: window.state.focused,
    wanted: notificationsSetting,
    isQuiet: () => {
      const now = Date.now();
      return snoozedUntil(memory, now) !== undefined || isWithin(quietHoursSetting(), new Date(now));
    },
    busy: () => (debug.activeDebugSession ? 'debugging' : zen.isSilent ? 'zen' : undefined),
    isInView: (room) => window.state.focused && views.isVisible && chat.room === room,
    show: (toast) => {
      log.info('told', { room: toast.room });
      return show(app, chat, toast);
    },
  });
  return { teller, turn };
}

async function show(app: App, chat: Chat, { text, room }: Toast): Promise<void> {
  const [open, settings] = [t('Show'), t('Settings')];
  const picked = await window.showInformationMessage(text, open, settings);
  if (picked === settings)
    await commands.executeCommand('workbench.action.openSettings', '@id:alongside.notifications');
  if (picked === open && app.session.chat === chat) await goTo(app, room);
}
