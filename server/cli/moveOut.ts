import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { readMove, removeMove, writeMove } from '../move/move';
import { Begun } from '../move/mover';
import { newPassphrase, passphraseOf } from '../move/passphrase';
import { keptIn, writeMoved } from '../move/writeMoved';
import { OWN_CERTIFICATE, makeOwnCertificate, ownPin } from '../ownCertificate';
import { Damaged, makeBackup } from '../state/backup';
import { contentsOf } from '../state/contents';
import { databaseFile } from '../state/files';
import { askServer, isInUse } from './askServer';
import { EXIT, Refusal } from './exit';
import { dataDirOf, silent } from './openHistory';
import { type Progress, progressOn } from './progress';
import { untilSignal } from './untilSignal';

const OPTIONS = { data: { type: 'string' } } as const;

const WHAT_NEXT = `Nothing is entered here any more. Where the server goes on: move-in FILE, then serve.
When it runs there, here: move-to ADDRESS. To go on here instead: move-cancel.`;

/**
 * Puts the whole server into one encrypted file, and prints the passphrase that opens it: alone on standard output, once.
 * From the beginning on the server enters nothing any more; where the file does not come to be, it goes on. Throws Refusal.
 */
export async function moveOut(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new Refusal('E_USAGE', EXIT.usage, 'move-out takes one file.');
  const out = path.resolve(given);
  for (const file of [out, `${out}.part`]) {
    if (existsSync(file))
      throw new Refusal('E_USAGE', EXIT.usage, `There is a file ${file} already. Name another one.`);
  }
  const dataDir = dataDirOf(values.data, context.dataDir);
  const isInUseNow = isInUse(dataDir);
  const progress = progressOn(process.stderr);
  const passphrase = newPassphrase();
  const before = readMove(dataDir);
  using stopped = untilSignal();
  try {
    const begun = isInUseNow ? Begun.parse(await askServer(dataDir, { kind: 'moveOut' })) : begin(dataDir);
    await writeCopy(begun, { dataDir, out, passphrase, progress, signal: stopped.signal });
  } catch (error) {
    if (!before) await goOnHere(dataDir);
    throw notMoved(stopped.signal.aborted ? new Error('it was stopped') : error, before !== undefined);
  }
  progress.say(
    `${out} holds the whole team. Whoever has it and this passphrase can read all of it; it is shown this once:`,
  );
  process.stdout.write(`${passphrase}\n`);
  progress.say(WHAT_NEXT);
}

/** Of a server that does not run. */
function begin(dataDir: string): Begun {
  const at = Date.now();
  makeOwnCertificate(dataDir, silent);
  writeMove(dataDir, { at, pin: ownPin(dataDir) });
  return { at, backup: makeBackup({ file: databaseFile(dataDir), dataDir }) };
}

interface Copying {
  readonly dataDir: string;
  readonly out: string;
  readonly passphrase: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

async function writeCopy({ at, backup }: Begun, { dataDir, out, passphrase, progress, signal }: Copying) {
  const { server, files } = contentsOf(backup);
  const [database] = keptIn(path.dirname(backup), [path.basename(backup)]);
  const sent = keptIn(
    dataDir,
    files.map((hash) => `files/${hash}`),
  );
  if (!database) throw new Error(`${backup} is gone`);
  if (sent.length < files.length) progress.say(`${files.length - sent.length} files of messages were lost before.`);
  await writeMoved({
    ...{ out, signal, passphrase: passphraseOf(passphrase), team: { server, app: version, at } },
    files: [{ ...database, name: 'chat.db' }, ...keptIn(dataDir, [OWN_CERTIFICATE]), ...sent],
    progress: (step, done, total) => progress.percent(step, done, total),
    // What was entered since then would be lost.
    stillGood: () => readMove(dataDir)?.at === at,
  });
}

async function goOnHere(dataDir: string): Promise<void> {
  if (!readMove(dataDir)) return;
  if (isInUse(dataDir)) await askServer(dataDir, { kind: 'moveCancel' });
  else removeMove(dataDir);
}

function notMoved(error: unknown, hadMoved: boolean): Refusal {
  const why = error instanceof Error ? error.message : String(error);
  const text = `Nothing was moved: ${why}.${hadMoved ? '' : ' The server goes on here.'}`;
  return new Refusal('E_NOT_MOVED', error instanceof Damaged ? EXIT.notADatabase : EXIT.io, text);
}
