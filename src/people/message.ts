import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { MemberId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Person } from '../../server/protocol/model';
import type { App } from '../app';
import { openDirect as openConversation } from '../chat/acts';
import type { Chat } from '../chat/chat';
import { pickMany } from '../steps';
import { personActs } from './personActs';
import { personChoices } from './personChoices';
import { personTarget } from './target';

/** Opens the conversation with one member. */
export async function messageMember(app: App, given?: unknown): Promise<void> {
  const target = await personTarget(app, given, { title: t('Message Member'), act: 'message' });
  if (target) await openDirect(app, target.chat, [target.person.id]);
}

/** Opens the conversation with several. */
export async function messageGroup(app: App): Promise<void> {
  const { chat } = app.session;
  if (!chat) return;
  const { all, me } = chat.people;
  const others = all.filter((person) => personActs(person, me, Date.now()).includes('message'));
  const most = LIMITS.directMembers - 1;
  const picking = { title: t('Message a Group'), placeholder: t('With whom? At most {0}', most) };
  const step = await pickMany<Person>(picking, personChoices(chat, others));
  if (typeof step !== 'string')
    await openDirect(
      app,
      chat,
      step.picked.slice(0, most).map(({ id }) => id),
    );
}

async function openDirect(app: App, chat: Chat, members: readonly MemberId[]): Promise<void> {
  const why = await openConversation(chat, members);
  if (why !== undefined) void window.showErrorMessage(why);
  else await app.views.show();
}
