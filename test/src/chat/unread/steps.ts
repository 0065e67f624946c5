import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { RoomId } from '../../../../server/protocol/ids';
import { fail, ok } from '../../../../server/protocol/result';
import { markUnread } from '../../../../src/chat/acts';
import type { Chat } from '../../../../src/chat/chat';
import { eventually } from '../../../helpers/eventually';
import { aCid } from '../../fixtures';
import type { Person, Place, Team } from './team';

/** One thing that one person does. The numbers are drawn: what they choose among is known when the step is taken. */
export interface Step {
  readonly who: number;
  readonly window: number;
  readonly room: number;
  readonly other: number;
  readonly do: keyof typeof STEPS;
}

interface Scene {
  readonly team: Team;
  readonly person: Person;
  readonly place: Place;
  readonly other: Person;
  readonly step: Step;
}

type Take = (scene: Scene) => Promise<void>;

/** What changes who is in a room is done alone: what others do at that time would depend on which came first. */
export const ALONE: ReadonlySet<Step['do']> = new Set(['join', 'leave', 'add']);

export const STEPS = {
  post: (scene) => say(scene, []),
  mention: (scene) => say(scene, [scene.other]),
  read: async ({ team, person, place, step }) => {
    const chat = await team.online(person, step.window);
    readUpTo(team, chat, place.id, { person, share: (1 + (step.other % 4)) / 4 });
  },
  /** Also of a window that is just connecting, or that is gone right after. */
  readAndReload: async ({ team, person, place, step }) => {
    const { chat } = person.windows[step.window % person.windows.length]?.session ?? {};
    if (chat) readUpTo(team, chat, place.id, { person, share: 1 });
    await team.reload(person, step.window);
  },
  /** From wherever, also while another window has not said yet what was read there. */
  markUnread: async ({ team, person, place, step }) => {
    const head = (await team.online(person, step.window)).rooms.get(place.id)?.head ?? 0;
    if (!team.model.room(place.id).has(person.id) || head === 0) return;
    const from = 1 + (step.other % head);
    const turn = await done(team, { person, window: step.window }, async (chat) => {
      // It may have been let in by another, and not have heard so yet.
      await eventually(() => assert.ok(chat.rooms.get(place.id)?.mine));
      const why = await markUnread(chat, { room: place.id, seq: from });
      return why === undefined ? ok(chat.rooms.get(place.id)?.mine?.turn) : fail('E_UNAVAILABLE', why);
    });
    team.model.room(place.id).markUnread(person.id, from);
    // What is read in a window that has not heard of it does not count.
    for (const { session } of person.windows)
      await eventually(() => assert.ok((session.chat?.rooms.get(place.id)?.mine?.turn ?? 0) >= (turn ?? 0)));
  },
  open: async ({ team, person, place, step }) => {
    await (await team.online(person, step.window)).open(place.id);
  },
  reconnect: async ({ team, person, step }) => {
    const { standing } = await team.online(person, step.window);
    if (standing.at === 'online') standing.link.close('lost');
  },
  reload: ({ team, person, step }) => team.reload(person, step.window),
  mute: async ({ team, person, place, step }) => {
    const isMuted = step.other % 2 === 0;
    if (!team.model.room(place.id).has(person.id)) return;
    await done(team, { person, window: step.window }, (chat) => chat.call('preferRoom', { room: place.id, isMuted }));
    team.model.room(place.id).mute(person.id, isMuted);
  },
  join: async ({ team, person, place, step }) => {
    if (place.kind !== 'public') return;
    await done(team, { person, window: step.window }, (chat) => chat.call('joinRoom', { room: place.id }));
    team.model.room(place.id).enter(person.id);
  },
  leave: async ({ team, person, place, step }) => {
    const room = team.model.room(place.id);
    // Nobody could come back into a private room without members.
    if (place.kind === 'direct' || !room.has(person.id) || room.members.length < 2) return;
    await done(team, { person, window: step.window }, (chat) => chat.call('leaveRoom', { room: place.id }));
    room.leave(person.id);
  },
  add: async ({ team, person, other, place, step }) => {
    const room = team.model.room(place.id);
    if (place.kind === 'direct' || !room.has(person.id)) return;
    const adding = { room: place.id, member: other.id };
    await done(team, { person, window: step.window }, (chat) => chat.call('addToRoom', adding));
    room.enter(other.id);
  },
} as const satisfies Readonly<Record<string, Take>>;

export async function take(team: Team, step: Step): Promise<void> {
  const [person, other, place] = [team.people[step.who], team.people[step.other % team.people.length], team.places[step.room]]; // prettier-ignore
  assert.ok(person && other && place);
  await STEPS[step.do]({ team, person, other, place, step });
}

async function say({ team, person, place, step }: Scene, mentioned: readonly Person[]): Promise<void> {
  const room = team.model.room(place.id);
  if (place.kind !== 'public' && !room.has(person.id)) return;
  const cid = aCid();
  const text = `hello ${mentioned.map(({ name }) => `@${name}`).join(' ')}`;
  const { seq } = await done(team, { person, window: step.window }, (chat) =>
    chat.call('post', { cid, room: place.id, text: text.trim() }),
  );
  room.said(seq, { author: person.id, mentioned: mentioned.map(({ id }) => id) });
}

/** As far as this window has heard of the room, or to a part of it. */
function readUpTo(
  team: Team,
  chat: Chat,
  room: RoomId,
  { person, share }: { readonly person: Person; readonly share: number },
): void {
  const upTo = Math.ceil((chat.rooms.get(room)?.head ?? 0) * share);
  if (!chat.rooms.get(room)?.mine) return;
  chat.read(room, upTo);
  team.model.room(room).read(person.id, upTo);
}

/** Asks again over the next connection where one ended. */
async function done<T>(
  team: Team,
  { person, window }: { readonly person: Person; readonly window: number },
  ask: (
    chat: Chat,
  ) => Promise<
    { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly code: string } }
  >,
): Promise<T> {
  for (;;) {
    const answer = await ask(await team.online(person, window));
    if (answer.ok) return answer.value;
    assert.equal(answer.error.code, 'E_UNAVAILABLE');
    // What is refused without being asked of the server must not keep everything else from going on.
    await setImmediate();
  }
}
