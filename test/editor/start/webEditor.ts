import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, isFree } from '../../helpers/freePort';
import { startEditorServer } from '../host/editorServer';
import { vsixFile } from '../host/places';
import { quietSettings } from '../host/quiet';
import type { OpenedEditor } from './openedEditor';
import { note } from './progress';

const usualPort = 12346;

/** VS Code's web build, at an address that works for as long as `home` is kept. */
export async function openWebEditor(home: string, folder: string): Promise<OpenedEditor> {
  const { token, secretKey } = keysIn(home);
  const server = await startEditorServer({
    dataDir: webDataDir(home),
    install: [vsixFile],
    settings: quietSettings,
    // A browser keeps what it knows by address: another port is another person.
    port: (await isFree(usualPort)) ? usualPort : await freePort(),
    folder,
    token,
    secretKey,
    say: note,
  });
  return {
    instructions: [
      `Open VS Code:   ${server.url}/?tkn=${token}`,
      'in a browser, press F1, choose "Chat: Join", and type a name.',
      '',
      'A second person: open the same address in another browser profile or a private window,',
      'and join with another name.',
    ],
    ended: server.ended,
    stop: server.stop,
  };
}

/** What extensions store there is under data/User/globalStorage. */
export const webDataDir = (home: string): string => path.join(home, 'web');

interface Keys {
  readonly token: string;
  readonly secretKey: string;
}

/** Made once, so that the address and what browsers have sealed stay good. */
function keysIn(home: string): Keys {
  const file = path.join(home, 'keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Keys;
  const keys = { token: randomBytes(16).toString('hex'), secretKey: randomBytes(32).toString('hex') };
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}
