import { t } from '@vscode/l10n';
import { ThemeIcon } from 'vscode';
import { LIMITS } from '../../server/protocol/limits';
import type { ListedRoom, Room } from '../../server/protocol/model';
import { checkRoomName } from '../../server/protocol/names';
import type { App } from '../app';
import { outcome } from '../asking';
import { type Choice, ask, pick } from '../steps';
import { addPeople } from './membership';
import { goTo } from './openRoom';
import { cidsOfWishes } from './wishes';

type Kind = Exclude<Room['kind'], 'direct'>;

const kinds = (): readonly Choice<Kind>[] => [
  {
    label: t('Public'),
    description: t('everybody in the team finds it, reads it and may write'),
    iconPath: new ThemeIcon('symbol-number'),
    value: 'public',
  },
  {
    label: t('Private'),
    description: t('only who is added knows of it'),
    iconPath: new ThemeIcon('lock'),
    value: 'private',
  },
];

const NAME_FAULTS: Readonly<Record<string, () => string>> = {
  long: () => t("A room's name has at most {0} characters.", LIMITS.roomNameChars),
  hidden: () => t("A room's name has no hidden characters."),
  shape: () => t("A room's name has a letter or a digit."),
  marks: () => t("A room's name has at most four marks on a letter, and none twice."),
};

/** What is wrong with a name as it is typed; the server knows more. */
export function roomNameFault(typed: string): string | undefined {
  if (typed.trim() === '') return t('Enter a name.');
  const checked = checkRoomName(typed);
  return checked.ok ? undefined : (NAME_FAULTS[checked.error.detail ?? '']?.() ?? t('This name cannot be used.'));
}

export const createRoom = (app: App): Promise<void> => createRoomCalled(app, '');

export async function createRoomCalled(app: App, suggested: string, cidOf = cidsOfWishes()): Promise<void> {
  const { chat } = app.session;
  if (!chat) return;
  const title = t('Create Room');
  const kind = await pick<Kind>({ title, placeholder: t('Who may come in?') }, kinds());
  if (typeof kind === 'string') return;
  const prompt = kind.picked === 'public' ? t('Name of the public room') : t('Name of the private room');
  const step = await ask<ListedRoom>(
    { title, prompt, value: suggested, placeholder: 'design', check: roomNameFault, hasBack: true },
    async (typed) => {
      const name = typed.trim();
      const cid = cidOf(name, kind.picked);
      const answer = await chat.call('createRoom', { cid, name, kind: kind.picked });
      return answer.ok ? { picked: answer.value.room } : outcome(answer);
    },
  );
  if (step === 'back') return createRoomCalled(app, suggested, cidOf);
  if (step === 'cancelled') return;
  await goTo(app, step.picked.id);
  if (kind.picked === 'private') await addPeople(app, step.picked);
}
