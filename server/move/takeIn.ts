import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { ServerId } from '../protocol/ids';
import { databaseFile, filesFolder, syncFolder } from '../state/files';
import { hasMoved, isGoneOrEmpty, markedServer, writeMarker } from '../state/marker';
import { beginEpoch } from '../state/restore';
import { unpack } from './bundle';
import { BadSeal, unseal } from './sealed';

/** Where all of it lies until it is known to be right. */
const STAGE = 'moved-in';
const DATABASE = 'chat.db';
const MARKER = 'team.json';
const MOVED = 'moved.json';
/** In the order of their placing: a server has its database, so that one comes last. */
const PLACED = ['files', 'certificate.pem', DATABASE] as const;
/** Of the server that was moved out of here before, in the order of their going. */
const LEAVING = ['chat_history.txt', 'chat.db-wal', ...PLACED, MOVED] as const;
const ITS = [...LEAVING, MARKER, 'backups'] as const;

/** The folder has a server, or what may be left of one: `what` of it. */
export class Taken extends Error {
  constructor(readonly what: string) {
    super(what);
  }
}

interface Taking {
  readonly file: string;
  readonly dataDir: string;
  readonly passphrase: string;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number) => void) | undefined;
}

/**
 * Puts a server that was moved out into an empty data folder, or back into the one that it came from, once all of the file is
 * known to be right; what is there is set aside, not deleted. It gets an epoch of its own: should the same file be taken in
 * twice, nobody takes the one for the other. Whenever it is cut off, no server starts there but the one that was moved out,
 * and the next try begins anew. Nobody else may have the folder's database open. Throws Taken, BadSeal, Damaged, CannotOpen,
 * or what the disk says.
 */
export async function takeIn(taking: Taking): Promise<void> {
  const { file, dataDir } = taking;
  const isNew = !existsSync(dataDir);
  const stage = path.join(dataDir, STAGE);
  clearRest(dataDir);
  assertFree(dataDir);
  try {
    mkdirSync(filesFolder(stage), { recursive: true, mode: 0o700 });
    writeFileSync(databaseFile(stage), '', { mode: 0o600 }); // while it lies here, nothing is in its place
    const server = await unpackTo(stage, taking);
    if (beginEpoch(databaseFile(stage), file) !== server) throw new BadSeal('damaged');
    assertFree(dataDir, server);
    place(dataDir);
  } catch (error) {
    clearRest(dataDir);
    if (isNew) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** Resolves to whose it is, when all of it was right. */
async function unpackTo(stage: string, { file, dataDir, passphrase, signal, progress }: Taking): Promise<ServerId> {
  let done = 0;
  const { team, files } = await unpack(unseal(createReadStream(file), passphrase));
  assertFree(dataDir, team.server);
  // From here on a folder without a database is one in which no server starts.
  writeMarker(dataDir, team.server);
  for await (const { name, bytes } of files) {
    const handle = await open(path.join(stage, name), 'w', 0o600);
    try {
      for await (const chunk of bytes) {
        signal?.throwIfAborted();
        await handle.writeFile(chunk);
        progress?.((done += chunk.length));
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  if (isGoneOrEmpty(databaseFile(stage))) throw new BadSeal('damaged');
  return team.server;
}

function place(dataDir: string): void {
  const stage = path.join(dataDir, STAGE);
  syncFolder(filesFolder(stage));
  syncFolder(stage);
  const aside = path.join(dataDir, `moved-out-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`);
  const leaving = LEAVING.filter((name) => existsSync(path.join(dataDir, name)));
  if (leaving.length > 0) mkdirSync(aside, { mode: 0o700 });
  moveAll(leaving, dataDir, aside);
  const staged = PLACED.filter((name) => existsSync(path.join(stage, name)));
  moveAll(staged, stage, dataDir);
  rmSync(stage, { recursive: true });
}

/** In this order also where the power is cut. */
function moveAll(names: readonly string[], from: string, to: string): void {
  for (const name of names) {
    renameSync(path.join(from, name), path.join(to, name));
    syncFolder(to);
    syncFolder(from);
  }
}

/** Of a try that was cut off. While its database is not in its place, nor another one, all that is there belongs to it. */
function clearRest(dataDir: string): void {
  const stage = path.join(dataDir, STAGE);
  if (!existsSync(stage)) return;
  const isCut = existsSync(databaseFile(stage)) && !existsSync(databaseFile(dataDir));
  const its = isCut ? [MARKER, MOVED, ...PLACED] : [];
  // The stage last: what is cut off here is begun anew, too.
  for (const name of [...its, STAGE]) rmSync(path.join(dataDir, name), { recursive: true, force: true });
}

/** Of servers; or of all but this one, which was moved out of here. */
function assertFree(dataDir: string, server?: ServerId): void {
  const [what] = ITS.filter((name) => existsSync(path.join(dataDir, name)));
  const isBegun = what === MARKER && existsSync(path.join(dataDir, STAGE));
  if (what === undefined || isBegun) return;
  if (!hasMoved(dataDir) || (server !== undefined && markedServer(dataDir) !== server)) throw new Taken(what);
}
