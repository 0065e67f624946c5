import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { databaseFile, filesFolder, syncFolder } from '../state/files';
import { isGoneOrEmpty, writeMarker } from '../state/marker';
import { beginEpoch } from '../state/restore';
import { unpack } from './bundle';
import { BadSeal, unseal } from './sealed';

/** Where all of it lies until it is known to be right. */
const STAGE = 'moved-in';
const DATABASE = 'chat.db';
const MARKER = 'team.json';
/** In the order of their placing: a server has its database, so that one comes last. */
const PLACED = ['files', 'certificate.pem', DATABASE] as const;
const ITS = [...PLACED, MARKER, 'chat.db-wal', 'moved.json', 'backups', 'chat_history.txt'] as const;

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
 * Puts a server that was moved out into an empty data folder, once all of the file is known to be right, and with an epoch of
 * its own: should the same file be taken in twice, nobody takes the one for the other. Whenever it is cut off there is no
 * server, and the next try begins anew. Throws Taken, BadSeal, Damaged, CannotOpen, or what the disk says.
 */
export async function takeIn(taking: Taking): Promise<void> {
  const { file, dataDir } = taking;
  const isNew = !existsSync(dataDir);
  const stage = path.join(dataDir, STAGE);
  clearRest(dataDir);
  assertEmpty(dataDir);
  try {
    mkdirSync(filesFolder(stage), { recursive: true, mode: 0o700 });
    const server = await unpackTo(stage, taking);
    if (beginEpoch(databaseFile(stage), file) !== server) throw new BadSeal('damaged');
    assertEmpty(dataDir);
    place(dataDir, server);
  } catch (error) {
    clearRest(dataDir);
    if (isNew) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** Resolves to whose it is, when all of it was right. */
async function unpackTo(stage: string, { file, passphrase, signal, progress }: Taking): Promise<string> {
  let done = 0;
  const { team, files } = await unpack(unseal(createReadStream(file), passphrase));
  for await (const { name, bytes } of files) {
    const handle = await open(path.join(stage, name), 'wx', 0o600);
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

/** The marker first: from here on a folder without a database is one in which no server starts. */
function place(dataDir: string, server: string): void {
  const stage = path.join(dataDir, STAGE);
  syncFolder(filesFolder(stage));
  syncFolder(stage);
  writeMarker(dataDir, server);
  for (const name of PLACED) {
    const staged = path.join(stage, name);
    if (existsSync(staged)) renameSync(staged, path.join(dataDir, name));
    syncFolder(dataDir);
  }
  rmSync(stage, { recursive: true });
}

/** Of a try that was cut off. While its database is not in place, all that belongs to it goes. */
function clearRest(dataDir: string): void {
  const stage = path.join(dataDir, STAGE);
  if (!existsSync(stage)) return;
  const isCut = existsSync(databaseFile(stage)) && !existsSync(databaseFile(dataDir));
  for (const name of isCut ? [MARKER, ...PLACED] : [])
    rmSync(path.join(dataDir, name), { recursive: true, force: true });
  rmSync(stage, { recursive: true, force: true });
}

function assertEmpty(dataDir: string): void {
  const [what] = ITS.filter((name) => existsSync(path.join(dataDir, name)));
  if (what !== undefined) throw new Taken(what);
}
