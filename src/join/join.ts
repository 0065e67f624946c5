import type { App } from '../app';
import type { Step } from '../steps';
import { type Chosen, chooseServer } from './askServer';
import { type Trial, askAdmission, askCode, askName } from './askWho';
import { consents } from './consent';
import type { Way } from './enter';
import { explain } from './explain';
import { remember } from './recents';

/** The whole way in: which server, under which name. With a way given the first question is not asked. */
export async function join(app: App, given?: Way): Promise<void> {
  for (let way: Chosen | undefined = given; ; way = undefined) {
    const chosen = way ?? (await chooseServer(app));
    if (!chosen || !(await consents(app, chosen))) return;
    if ((await goIn(app, chosen, given === undefined)) !== 'back') return;
  }
}

/** Under which name, where the reader has consented to the server. */
export async function goIn(app: App, way: Chosen, hasBack: boolean): Promise<'back' | 'over'> {
  let step: Step<Trial> = way.isPairing ? await askCode(app, way) : await askName(app, way, hasBack);
  while (typeof step === 'object' && !isFinal(step.picked)) step = await goOn(app, way, step.picked);
  if (step === 'back' && hasBack) return 'back';
  if (typeof step === 'object' && isFinal(step.picked)) await conclude(app, way, step.picked);
  return 'over';
}

type Final = Extract<Trial, { readonly chat: unknown } | { readonly failed: unknown }>;

const isFinal = (trial: Trial): trial is Final => 'chat' in trial || 'failed' in trial;

const goOn = (app: App, way: Way, trial: Exclude<Trial, Final>): Promise<Step<Trial>> =>
  'rename' in trial ? askName(app, trial.rename, false) : askAdmission(app, way, trial.name, trial.admission);

async function conclude(app: App, way: Way, trial: Final): Promise<void> {
  if ('failed' in trial) return explain(way, trial.failed, (again) => join(app, again));
  const { chat } = trial;
  remember(app.memory, way.address, chat.identity.name);
  app.session.adopt(chat);
  await app.views.show();
}
