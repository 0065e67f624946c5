import type { Arrival, Notice } from './model';

type Sentence = (notice: Pick<Notice, 'name' | 'subject' | 'text'>) => string;

/** What a notice may tell, as it stands in the page and in an export. Those from `role` on stand in the owners' room only. */
const ACTS = {
  created: ({ name }) => `${name} made this room.`,
  renamed: ({ name, text }) => `${name} renamed the room to ${text}.`,
  topic: ({ name, text }) => (text ? `${name} set the topic: ${text}` : `${name} took the topic away.`),
  archived: ({ name }) => `${name} archived the room.`,
  unarchived: ({ name }) => `${name} opened the room again.`,
  locked: ({ name }) => `${name} locked the room.`,
  unlocked: ({ name }) => `${name} unlocked the room.`,
  entered: ({ name }) => `${name} joined the room.`,
  gone: ({ name }) => `${name} left the room.`,
  added: ({ name, subject }) => `${name} added ${subject}.`,
  removed: ({ name, subject }) => `${name} removed ${subject}.`,
  nowCalled: ({ name, text }) => `${name} is now called ${text}.`,

  role: ({ name, subject, text }) => `${name} made ${subject} ${text}.`,
  muted: ({ name, subject, text }) => `${name} muted ${subject} until ${text}.`,
  unmuted: ({ name, subject }) => `${name} let ${subject} write again.`,
  banned: ({ name, subject }) => `${name} banned ${subject}.`,
  unbanned: ({ name, subject }) => `${name} let ${subject} come back.`,
  deletedOther: ({ name, subject, text }) => `${name} deleted a message of ${subject} in ${text}.`,
  lockedRoom: ({ name, text }) => `${name} locked ${text}.`,
  unlockedRoom: ({ name, text }) => `${name} unlocked ${text}.`,
  removedFrom: ({ name, subject, text }) => `${name} removed ${subject} from ${text}.`,
  invited: ({ name, text }) => `${name} made an invite: ${text}.`,
  revoked: ({ name }) => `${name} revoked an invite.`,
  moved: ({ name, text }) => `${name} moved the server to ${text}.`,
} as const satisfies Readonly<Record<string, Sentence>>;

export type Act = keyof typeof ACTS;

/** Also of an act that only a newer version knows. */
export const noticeText = (notice: Notice): string =>
  Object.hasOwn(ACTS, notice.act) ? ACTS[notice.act as Act](notice) : `${notice.name} changed something.`;

/** The sentence of a system line, as it stands in the page and in `chat_history.txt`. */
export const arrivalText = (entry: Pick<Arrival, 'kind' | 'name'>): string =>
  `${entry.name} has ${entry.kind} the chat.`;
