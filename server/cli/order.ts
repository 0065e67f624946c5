import { type Asked, Carried, carryOut } from '../orders';
import { askServer, isInUse } from './askServer';
import { EXIT, Refusal } from './exit';
import { openHistory } from './openHistory';

/** Has it done, by the server if one runs. Throws Refusal. */
export async function order(dataDir: string, asked: Asked): Promise<Carried['people']> {
  const { people, refused } = isInUse(dataDir) ? await byServer(dataDir, asked) : await here(dataDir, asked);
  if (refused !== undefined) throw notDone(WHY[refused] ?? `the server says ${refused}`);
  return people;
}

async function byServer(dataDir: string, asked: Asked): Promise<Carried> {
  try {
    return Carried.parse(await askServer(dataDir, asked));
  } catch (error) {
    throw notDone(error instanceof Error ? error.message : String(error));
  }
}

async function here(dataDir: string, asked: Asked): Promise<Carried> {
  const journal = openHistory(dataDir);
  try {
    return await carryOut(journal, asked);
  } finally {
    await journal.close();
  }
}

const WHY: Readonly<Record<string, string>> = {
  E_LAST_OWNER: 'there has to be an owner. Make another member one first',
  E_NOT_FOUND: 'there is no such room, or nobody can be let into it; or the member is banned',
  E_MOVED: 'this server goes on elsewhere. To go on here instead: move-cancel',
  E_TOO_MANY: 'there are as many of these as there may be',
};

const notDone = (why: string): Refusal => new Refusal('E_NOT_DONE', EXIT.io, `Nothing was changed: ${why}.`);
