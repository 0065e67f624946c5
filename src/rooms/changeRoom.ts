import { t } from '@vscode/l10n';
import { LIMITS } from '../../server/protocol/limits';
import { checkLine } from '../../server/protocol/text';
import type { App } from '../app';
import { consents, outcome, told } from '../asking';
import { ask } from '../steps';
import { roomNameFault } from './createRoom';
import { roomTarget } from './target';

export async function renameRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (!target) return;
  const { chat, room, title } = target;
  const prompt = t('Its name for everybody');
  await ask({ title: t('Rename {0}', title), prompt, value: room.name, check: roomNameFault }, async (typed) =>
    outcome(await chat.call('changeRoom', { room: room.id, name: typed.trim() })),
  );
}

export async function setTopic(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (!target) return;
  const { chat, room, title } = target;
  const check = (typed: string) =>
    checkLine(typed, LIMITS.topicChars).ok
      ? undefined
      : t('A topic is one line of at most {0} characters.', LIMITS.topicChars);
  const prompt = t('What it is about. Empty takes the topic away');
  await ask({ title: t('Topic of {0}', title), prompt, value: room.topic, check }, async (typed) =>
    outcome(await chat.call('changeRoom', { room: room.id, topic: typed.trim() })),
  );
}

export async function archiveRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (!target) return;
  const { chat, room, title } = target;
  const detail = t(
    'Nobody can write in it any more. What was written stays and can be read, and it can be opened again.',
  );
  if (!(await consents(t('Archive {0} for everybody?', title), detail, t('Archive Room')))) return;
  told(await chat.call('changeRoom', { room: room.id, isArchived: true }));
}

export async function unarchiveRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (target) told(await target.chat.call('changeRoom', { room: target.room.id, isArchived: false }));
}

export async function lockRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (!target) return;
  const { chat, room, title } = target;
  const detail = t('Only moderators and owners can write in it until it is unlocked. The others can read it.');
  if (!(await consents(t('Lock {0}?', title), detail, t('Lock Room')))) return;
  told(await chat.call('changeRoom', { room: room.id, isLocked: true }));
}

export async function unlockRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (target) told(await target.chat.call('changeRoom', { room: target.room.id, isLocked: false }));
}

/** How the reader wants to have a room. Nobody else learns of it. */
export const preferRoom =
  (wish: { readonly isMuted: boolean } | { readonly isFavourite: boolean }) =>
  async (app: App, given: unknown): Promise<void> => {
    const target = roomTarget(app, given);
    if (target) told(await target.chat.call('preferRoom', { room: target.room.id, ...wish }));
  };
