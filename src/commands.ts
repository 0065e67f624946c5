import { t } from '@vscode/l10n';
import { Uri, commands, window } from 'vscode';
import { either, plural } from '../webview/protocol/language';
import type { App } from './app';
import { othersOn } from './chat/others';
import { parseAddress } from './connection/address';
import { exists } from './files';
import { shareFile, shareResource } from './files/choose';
import { exportHistory } from './history/exportHistory';
import { importHistory } from './history/importHistory';
import { copyInvite } from './invites/copyInvite';
import { addDevice, manageDevices } from './invites/devices';
import { manageInvites } from './invites/manageInvites';
import { join } from './join/join';
import { copyRoomLink } from './links/copyLink';
import { copyMessageLink, markMessageUnread } from './links/messageCommands';
import { followMove } from './move/followMove';
import { moveServer } from './move/moveServer';
import { startMovedServer } from './move/startMoved';
import { snoozeNotifications } from './notifications/snooze';
import { messageGroup, messageMember } from './people/message';
import { banMember, changeRole, muteMember, unbanMember, unmuteMember } from './people/moderation';
import { showProfile } from './people/profile';
import { changeName, setStatus } from './people/status';
import { archiveRoom, lockRoom, preferRoom, renameRoom, setTopic, unarchiveRoom, unlockRoom } from './rooms/changeRoom';
import { createRoom } from './rooms/createRoom';
import { openGitRoom } from './rooms/gitRoom';
import { goToDate } from './rooms/goToDate';
import { goToRoom } from './rooms/goToRoom';
import { addToRoom, browseRooms, joinRoom, leaveRoom, removeFromRoom, showRoomMembers } from './rooms/membership';
import { openRoom } from './rooms/openRoom';
import { showPinned } from './rooms/showPinned';
import { reachableAt } from './serverHost/lan';
import type { Lease } from './serverHost/lease';
import { startHere } from './serverHost/startHere';
import { PEOPLE_VIEW } from './views/peopleTree';

const STATUS_MS = 5_000;

type Run = (app: App, argument?: unknown, more?: unknown) => PromiseLike<void> | void;

/** Every command. Where one makes sense is said by the `when` of its menu entries, from the keys of contextKeys.ts. */
export const COMMANDS: Readonly<Record<`alongside.${string}`, Run>> = {
  'alongside.join': joinOrShow,
  'alongside.exit': ({ session }) => session.leave(),
  'alongside.startServer': startServer,
  'alongside.stopServer': stopServer,
  'alongside.show': ({ views }) => views.show(),
  'alongside.reconnect': ({ session }) => session.chat?.retryNow(),
  'alongside.moveToSideBar': ({ views }) => views.move('sideBar'),
  'alongside.moveToEditor': ({ views }) => views.move('editor'),
  'alongside.exportHistory': exportHistory,
  'alongside.importHistory': importHistory,
  'alongside.copyInvite': copyInvite,
  'alongside.manageInvites': manageInvites,
  'alongside.addDevice': addDevice,
  'alongside.manageDevices': manageDevices,
  'alongside.moveServer': moveServer,
  'alongside.startMovedServer': startMovedServer,
  'alongside.followServer': followMove,
  'alongside.shareFile': shareFile,
  'alongside.shareResource': shareResource,
  'alongside.showLog': ({ out }) => out.show(),
  'alongside.showServerLog': showServerLog,
  'alongside.goToRoom': goToRoom,
  'alongside.openRoom': openRoom,
  'alongside.goToDate': goToDate,
  'alongside.showPinned': showPinned,
  'alongside.copyRoomLink': copyRoomLink,
  'alongside.copyMessageLink': copyMessageLink,
  'alongside.markUnread': markMessageUnread,
  'alongside.searchMessages': ({ session, views }) => (session.chat ? views.show('search') : undefined),
  'alongside.whatHappened': ({ session, views }) => (session.chat ? views.show('missed') : undefined),
  'alongside.showHelp': ({ views }) => views.show('help'),
  'alongside.createRoom': createRoom,
  'alongside.repositoryRoom': (app) => openGitRoom(app, 'repository'),
  'alongside.branchRoom': (app) => openGitRoom(app, 'branch'),
  'alongside.browseRooms': browseRooms,
  'alongside.joinRoom': joinRoom,
  'alongside.leaveRoom': leaveRoom,
  'alongside.renameRoom': renameRoom,
  'alongside.setTopic': setTopic,
  'alongside.archiveRoom': archiveRoom,
  'alongside.unarchiveRoom': unarchiveRoom,
  'alongside.lockRoom': lockRoom,
  'alongside.unlockRoom': unlockRoom,
  'alongside.muteRoom': preferRoom({ isMuted: true }),
  'alongside.unmuteRoom': preferRoom({ isMuted: false }),
  'alongside.favouriteRoom': preferRoom({ isFavourite: true }),
  'alongside.unfavouriteRoom': preferRoom({ isFavourite: false }),
  'alongside.showRoomMembers': showRoomMembers,
  'alongside.addToRoom': addToRoom,
  'alongside.removeFromRoom': removeFromRoom,
  'alongside.showPeople': () => commands.executeCommand(`${PEOPLE_VIEW}.focus`),
  'alongside.showProfile': showProfile,
  'alongside.messageMember': messageMember,
  'alongside.messageGroup': messageGroup,
  'alongside.snoozeNotifications': snoozeNotifications,
  'alongside.setStatus': setStatus,
  'alongside.changeName': changeName,
  'alongside.changeRole': changeRole,
  'alongside.muteMember': muteMember,
  'alongside.unmuteMember': unmuteMember,
  'alongside.banMember': banMember,
  'alongside.unbanMember': unbanMember,
};

/** An address may be given by whoever calls this as a command. */
function joinOrShow(app: App, argument: unknown): Promise<void> {
  const given = typeof argument === 'string' ? parseAddress(argument) : undefined;
  if (given?.ok) return join(app, { address: given.value });
  const { chat } = app.session;
  return chat && chat.link.at !== 'stopped' ? app.views.show() : join(app);
}

async function startServer(app: App): Promise<void> {
  const lease = await startHere(app);
  if (!lease) return;
  app.session.chat?.retryNow();
  void announce(app, lease);
}

async function announce({ session }: App, lease: Lease): Promise<void> {
  const { url } = lease;
  const address = parseAddress(url);
  if (!address.ok) return;
  const others = reachableAt(lease);
  const { shown } = address.value;
  const sentence =
    others.length > 0
      ? t('The chat server runs at {0}. Others join at {1}.', shown, either(others))
      : t('The chat server runs at {0}.', shown);
  if (session.chat) return void window.setStatusBarMessage(sentence, STATUS_MS);
  const joinIt = t('Join');
  const picked = await window.showInformationMessage(sentence, joinIt);
  if (picked === joinIt) await commands.executeCommand('alongside.join', url);
}

async function stopServer({ server, session }: App): Promise<void> {
  const lease = await server.running();
  const others = lease ? othersOn(lease.server, session.chat) : 0;
  if (others !== 0 && !(await consentsToStop(others))) return;
  const outcome = await server.stop();
  if (outcome === 'stillRunning')
    void window.showWarningMessage(t('The chat server takes long to stop. Its log may say why.'));
  else void window.showInformationMessage(t('The chat server has stopped. Its history is kept.'));
}

async function consentsToStop(others: number | 'unknown'): Promise<boolean> {
  const stop = t('Stop Server');
  const detail = t('They keep what they write, and can send it when the server runs again. The history is kept.');
  return (await window.showWarningMessage(whoIsConnected(others), { modal: true, detail }, stop)) === stop;
}

function whoIsConnected(others: number | 'unknown'): string {
  if (others === 'unknown') return t('Others may be connected.');
  return plural(others, t('Somebody else is connected.'), t('{0} others are connected.', others));
}

async function showServerLog({ server }: App): Promise<void> {
  if (await exists(server.logFile)) await window.showTextDocument(Uri.file(server.logFile));
  else void window.showInformationMessage(t('No server has run on this computer yet.'));
}
