import { t } from '@vscode/l10n';
import type { Act } from '../../server/protocol/acts';
import type { Arrival, Notice } from '../../server/protocol/model';

type Said = Readonly<Record<'name' | 'subject' | 'text', string>>;

/** What a notice says in the page; an export says it in English. */
const ACTS: Readonly<Record<Act, (said: Said) => string>> = {
  created: ({ name }) => t('{0} made this room.', name),
  renamed: ({ name, text }) => t('{0} renamed the room to {1}.', name, text),
  topic: ({ name, text }) => (text ? t('{0} set the topic: {1}', name, text) : t('{0} took the topic away.', name)),
  archived: ({ name }) => t('{0} archived the room.', name),
  unarchived: ({ name }) => t('{0} opened the room again.', name),
  locked: ({ name }) => t('{0} locked the room.', name),
  unlocked: ({ name }) => t('{0} unlocked the room.', name),
  entered: ({ name }) => t('{0} joined the room.', name),
  gone: ({ name }) => t('{0} left the room.', name),
  added: ({ name, subject }) => t('{0} added {1}.', name, subject),
  removed: ({ name, subject }) => t('{0} removed {1}.', name, subject),
  nowCalled: ({ name, text }) => t('{0} is now called {1}.', name, text),

  role: ({ name, subject, text }) => t('{0} made {1} {2}.', name, subject, text),
  muted: ({ name, subject, text }) => t('{0} muted {1} until {2}.', name, subject, text),
  unmuted: ({ name, subject }) => t('{0} let {1} write again.', name, subject),
  banned: ({ name, subject }) => t('{0} banned {1}.', name, subject),
  unbanned: ({ name, subject }) => t('{0} let {1} come back.', name, subject),
  deletedOther: ({ name, subject, text }) => t('{0} deleted a message of {1} in {2}.', name, subject, text),
  lockedRoom: ({ name, text }) => t('{0} locked {1}.', name, text),
  unlockedRoom: ({ name, text }) => t('{0} unlocked {1}.', name, text),
  removedFrom: ({ name, subject, text }) => t('{0} removed {1} from {2}.', name, subject, text),
  invited: ({ name, text }) => t('{0} made an invite: {1}.', name, text),
  revoked: ({ name }) => t('{0} revoked an invite.', name),
  moved: ({ name, text }) => t('{0} moved the server to {1}.', name, text),
};

/** Also of an act that only a newer version knows. */
export function noticed(entry: Notice | Arrival): string {
  const { name } = entry;
  if (entry.kind !== 'notice')
    return entry.kind === 'joined' ? t('{0} has joined the chat.', name) : t('{0} has left the chat.', name);
  const { act, subject = '', text = '' } = entry;
  return Object.hasOwn(ACTS, act) ? ACTS[act as Act]({ name, subject, text }) : t('{0} changed something.', name);
}
