import { t } from '@vscode/l10n';
import { GENERAL, type RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { ListedRoom, Person } from '../../server/protocol/model';
import { nameKey } from '../../server/protocol/names';
import type { Result } from '../../server/protocol/result';
import { checkLine, checkText } from '../../server/protocol/text';
import type { HostCommand, Slash, Slashed } from '../../webview/protocol/slash';
import type { Chat } from '../chat/chat';
import type { Memory } from '../chat/memory';
import { newId } from '../files/newId';
import { saveSnooze, shownTime, snoozeFor } from '../notifications/quiet';
import { personActs } from '../people/personActs';
import { whyRefused } from '../sentences';

export interface SlashPorts {
  readonly memory: Memory;
  readonly now: () => number;
  /** One of the editor's commands, with its own boxes, in a room. */
  readonly ask: (command: string, room: RoomId) => void;
}

/** What was typed behind a command, and where. */
interface Typed {
  readonly chat: Chat;
  readonly room: ListedRoom;
  readonly rest: string;
}

type Done = Omit<Slashed, 'kind' | 'id'>;
type Run = (typed: Typed, ports: SlashPorts) => Promise<Done>;

const DONE: Done = {};
const because = (reason: string | undefined): Done => (reason === undefined ? DONE : { reason });
const outcome = (answer: Result<unknown>, said: string): Done =>
  answer.ok ? { said } : { reason: whyRefused(answer.error.code) };

/** Where nothing stands behind the command, the editor asks, or shows. */
const asked =
  (command: string): Run =>
  ({ room }, { ask }) => {
    ask(command, room.id);
    return Promise.resolve(DONE);
  };

const askedFirst =
  (command: string, run: Run): Run =>
  (typed, ports) =>
    (typed.rest === '' ? asked(command) : run)(typed, ports);

const preferred =
  (isMuted: boolean, said: () => string): Run =>
  async ({ chat, room }) =>
    outcome(await chat.call('preferRoom', { room: room.id, isMuted }), said());

const RUNS: Readonly<Record<HostCommand, Run>> = {
  dm: askedFirst('messageMember', writeTo),
  join: askedFirst('browseRooms', enter),
  leave,
  topic: askedFirst('setTopic', setTopic),
  who: asked('showRoomMembers'),
  pins: asked('showPinned'),
  invite: asked('copyInvite'),
  mute: preferred(true, () => t('This room is muted. Nobody else learns of it.')),
  unmute: preferred(false, () => t('This room is not muted any more.')),
  status: askedFirst('setStatus', setStatus),
  snooze: askedFirst('snoozeNotifications', snooze),
};

/** Does what was typed. Why not, where it could not be. */
export async function runSlash(
  chat: Chat | undefined,
  { room: id, name, rest }: Slash,
  ports: SlashPorts,
): Promise<Done> {
  const room = chat?.rooms.get(id);
  return chat && room ? RUNS[name]({ chat, room, rest: rest.trim() }, ports) : { reason: whyRefused('E_NOT_FOUND') };
}

async function writeTo({ chat, rest }: Typed, { now }: SlashPorts): Promise<Done> {
  const [found, other] = addressed(chat.people.all, rest.replace(/^@/, ''));
  if (!found) return { reason: t('Nobody in this team is called “{0}”.', rest.split(/\s/, 1)[0] ?? '') };
  if (other)
    return { reason: t('This may be for {0} or for {1}. Put a colon behind the name.', found.person.name, other.person.name) }; // prettier-ignore
  const { person, text } = found;
  const { me } = chat.people;
  if (!personActs(person, me, now()).includes('message'))
    return { reason: person.id === me?.id ? t('That is you.') : t('{0} cannot be written to.', person.name) };
  const checked = text === '' ? undefined : checkText(text);
  if (checked?.ok === false) return { reason: whyRefused(checked.error.code) };
  const answer = await chat.call('openDirect', { members: [person.id] });
  if (!answer.ok) return { reason: whyRefused(answer.error.code) };
  // Into that room, whichever is open: it is for one person alone.
  const { id } = answer.value.room;
  if (text !== '') await chat.post(id, newId(), text);
  const why = await chat.open(id);
  // What was handed over is not to be sent again.
  return text === '' || why === undefined ? because(why) : { said: why };
}

interface Addressed {
  readonly person: Person;
  readonly text: string;
}

/**
 * Whose names the words begin with, the longest first, and what stands behind each; only one where that is marked as a name.
 * Who is called `ben see` is not to get what was meant for `ben`.
 */
function addressed(people: readonly Person[], words: string): readonly Addressed[] {
  const keys = new Map(people.map((person) => [nameKey(person.name), person]));
  const ends = [...words.matchAll(/\s+|$/g)].map(({ index }) => index).filter((end) => end <= 4 * LIMITS.nameGraphemes);
  const found = ends.reverse().flatMap((end) => {
    const name = words.slice(0, end);
    const person = keys.get(nameKey(name.replace(/[:,]$/, '')));
    return person ? [{ person, text: words.slice(end).trim(), isMarked: /[:,]$/.test(name) }] : [];
  });
  const marked = found.find(({ isMarked }) => isMarked);
  return marked ? [marked] : found;
}

async function enter({ chat, rest }: Typed): Promise<Done> {
  const key = nameKey(rest.replace(/^#/, ''));
  const room = chat.rooms.all.find(({ kind, name }) => kind !== 'direct' && nameKey(name) === key);
  if (!room) return { reason: t('There is no room “{0}” that you can see.', rest) };
  const joined = room.mine ? undefined : await chat.call('joinRoom', { room: room.id });
  return joined?.ok === false ? { reason: whyRefused(joined.error.code) } : because(await chat.open(room.id));
}

/** A private room is not left before the editor has asked. */
async function leave({ chat, room, rest }: Typed, ports: SlashPorts): Promise<Done> {
  if (room.kind === 'private') return asked('leaveRoom')({ chat, room, rest }, ports);
  const answer = await chat.call('leaveRoom', { room: room.id });
  if (!answer.ok) return { reason: whyRefused(answer.error.code) };
  return because(chat.room === room.id ? await chat.open(GENERAL) : undefined);
}

async function setTopic({ chat, room, rest }: Typed): Promise<Done> {
  if (!checkLine(rest, LIMITS.topicChars).ok)
    return { reason: t('A topic is one line of at most {0} characters.', LIMITS.topicChars) };
  return outcome(await chat.call('changeRoom', { room: room.id, topic: rest }), t('The topic is set.'));
}

async function setStatus({ chat, rest }: Typed): Promise<Done> {
  if (!checkLine(rest, LIMITS.statusChars).ok)
    return { reason: t('A status is one line of at most {0} characters.', LIMITS.statusChars) };
  return outcome(await chat.call('setStatus', { status: rest }), t('Your status is set.'));
}

function snooze({ rest }: Typed, { memory, now }: SlashPorts): Promise<Done> {
  const until = snoozeFor(rest, now());
  if (until === undefined)
    return Promise.resolve({ reason: t('Write for how long, up to a week: 30m, 2h, tomorrow, or off.') });
  saveSnooze(memory, until === 'off' ? undefined : until);
  const said =
    until === 'off'
      ? t('Notifications of Team Chat are on again.')
      : t('Notifications of Team Chat are snoozed until {0}.', shownTime(until, now()));
  return Promise.resolve({ said });
}
