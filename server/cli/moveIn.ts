import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { passphraseOf } from '../move/passphrase';
import { BadSeal, type SealFault } from '../move/sealed';
import { Taken, takeIn } from '../move/takeIn';
import { Damaged } from '../state/backup';
import { databaseFile } from '../state/files';
import { hasMoved } from '../state/marker';
import { CannotOpen, settleDatabase } from '../state/open';
import { askSecret } from './askSecret';
import { EXIT, EXIT_OF, Refusal } from './exit';
import { dataDirOf, refusing } from './openHistory';
import { progressOn } from './progress';
import { untilSignal } from './untilSignal';

const OPTIONS = { data: { type: 'string' } } as const;

/** Puts a server that was moved out into an empty data folder. The passphrase is typed, or comes on standard input. Throws Refusal. */
export async function moveIn(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new Refusal('E_USAGE', EXIT.usage, 'move-in takes one file.');
  const file = path.resolve(given);
  if (!existsSync(file)) throw new Refusal('E_NOT_FOUND', EXIT.usage, `There is no file ${file}.`);
  const dataDir = dataDirOf(values.data, context.dataDir);
  if (hasMoved(dataDir)) refusing(dataDir, () => settleDatabase(databaseFile(dataDir)));
  const passphrase = passphraseOf(await askSecret('Passphrase: '));
  if (passphrase === '')
    throw new Refusal('E_PASSPHRASE', EXIT.usage, 'Without the passphrase nothing can be moved in.');
  const progress = progressOn(process.stderr);
  using stopped = untilSignal();
  try {
    await takeIn({ file, dataDir, passphrase, signal: stopped.signal });
  } catch (error) {
    throw stopped.signal.aborted ? notDone('it was stopped', EXIT.io) : refusalOf(error, file, dataDir);
  }
  progress.say(`The team is in ${dataDir}. To go on here: serve. Then, where it was moved from: move-to ADDRESS`);
}

const FAULTS: Readonly<Record<SealFault, string>> = {
  notOne: 'is not a server that was moved out',
  newer: 'was written by a newer Alongside. Update this one',
  wrongPassphrase: 'does not open with this passphrase',
  damaged: 'is damaged: it is not as it was written. Copy it once more, or write it anew',
  cut: 'is cut off: its end is missing. Copy it once more, or write it anew',
};

function refusalOf(error: unknown, file: string, dataDir: string): unknown {
  if (error instanceof Taken) {
    const text = `${dataDir} has ${error.what} already: a server is moved into an empty folder only, or back. Name another with --data.`;
    return new Refusal('E_TAKEN', EXIT.usage, text);
  }
  if (error instanceof BadSeal) {
    const exit = error.fault === 'newer' ? EXIT.config : EXIT.notADatabase;
    return new Refusal(CODES[error.fault], exit, `${file} ${FAULTS[error.fault]}. Nothing was put into ${dataDir}.`);
  }
  if (error instanceof CannotOpen) return new Refusal(error.code, EXIT_OF[error.code], error.message);
  if (error instanceof Damaged)
    return notDone(`its history is damaged (${error.damage.join('; ')})`, EXIT.notADatabase);
  return notDone(error instanceof Error ? error.message : String(error), EXIT.io);
}

const CODES: Readonly<Record<SealFault, string>> = {
  notOne: 'E_NOT_MOVED_OUT',
  newer: 'E_NEWER_MOVE',
  wrongPassphrase: 'E_PASSPHRASE',
  damaged: 'E_MOVE_DAMAGED',
  cut: 'E_MOVE_CUT',
};

const notDone = (why: string, exit: number): Refusal =>
  new Refusal('E_NOT_MOVED', exit, `Nothing was moved in: ${why}.`);
