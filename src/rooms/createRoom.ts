import { randomBytes } from 'node:crypto';
import { ThemeIcon } from 'vscode';
import { newCid } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { ListedRoom, Room } from '../../server/protocol/model';
import { textSize } from '../../server/protocol/text';
import type { App } from '../app';
import { outcome } from '../asking';
import { type Choice, ask, pick } from '../steps';
import { addPeople } from './membership';
import { goTo } from './openRoom';

type Kind = Exclude<Room['kind'], 'direct'>;

const KINDS: readonly Choice<Kind>[] = [
  {
    label: 'Public',
    description: 'everybody in the team finds it, reads it and may write',
    iconPath: new ThemeIcon('symbol-number'),
    value: 'public',
  },
  {
    label: 'Private',
    description: 'only who is added knows of it',
    iconPath: new ThemeIcon('lock'),
    value: 'private',
  },
];

/** What is wrong with a name as it is typed; the server knows more. */
export const roomNameFault = (typed: string): string | undefined =>
  typed.trim() === ''
    ? 'Enter a name.'
    : textSize(typed.trim()).codePoints > LIMITS.roomNameChars
      ? `A room's name has at most ${LIMITS.roomNameChars} characters.`
      : undefined;

export const createRoom = (app: App): Promise<void> => createRoomCalled(app, '');

export async function createRoomCalled(app: App, suggested: string): Promise<void> {
  const { chat } = app.session;
  if (!chat) return;
  const title = 'Create Room';
  const kind = await pick<Kind>({ title, placeholder: 'Who may come in?' }, KINDS);
  if (typeof kind === 'string') return;
  const prompt = `Name of the ${kind.picked} room`;
  const step = await ask<ListedRoom>(
    { title, prompt, value: suggested, placeholder: 'design', check: roomNameFault, hasBack: true },
    async (typed) => {
      const cid = newCid(Date.now(), randomBytes(16));
      const answer = await chat.call('createRoom', { cid, name: typed.trim(), kind: kind.picked });
      return answer.ok ? { picked: answer.value.room } : outcome(answer);
    },
  );
  if (step === 'back') return createRoomCalled(app, suggested);
  if (step === 'cancelled') return;
  await goTo(app, step.picked.id);
  if (kind.picked === 'private') await addPeople(app, step.picked);
}
