import { writeFileSync } from 'node:fs';
import { anAuthority, selfSigned } from '../../helpers/certificates';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { inputBox, palette, quickPick, toast, webview } from './actions';
import { addressStep, nameStep } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';

describe('a server with a certificate', () => {
  const authority = anAuthority();
  const servers: TestServer[] = [];
  let dir: TempDir;
  let editors: Editors<'ana'>;
  before(async () => {
    dir = tempDir();
    writeFileSync(dir.file('ca.pem'), authority.cert);
    editors = await openEditors({ users: ['ana'], env: { NODE_EXTRA_CA_CERTS: dir.file('ca.pem') } });
  });
  after(async () => {
    await editors.close();
    for (const server of servers) await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });
  picturesOfFailures(() => editors);

  async function serve(name: string, { cert, key }: { readonly cert: string; readonly key: string }): Promise<number> {
    const tls = { cert: dir.file(`${name}.pem`), key: dir.file(`${name}.key`) };
    writeFileSync(tls.cert, cert);
    writeFileSync(tls.key, key);
    const server = await testServer({ tls });
    servers.push(server);
    return server.port;
  }

  async function joinAt(address: string): Promise<void> {
    const { page } = editors.of.ana;
    await palette(page, 'Chat: Join');
    await quickPick(page, /Enter Address/);
    await addressStep(page).waitFor();
    await inputBox(page, address);
    await nameStep(page).waitFor();
    await inputBox(page, 'ana');
  }

  it('is not joined where this computer does not trust it, and nobody is asked to make an exception', async () => {
    const { page } = editors.of.ana;
    const port = await serve('stranger', selfSigned());
    await joinAt(`wss://127.0.0.1:${port}`);
    const told = toast(page, `wss://127.0.0.1:${port} shows a certificate that this computer does not trust.`);
    await told.getByRole('button', { name: 'Choose Another Server' }).click();
    await page.keyboard.press('Escape');
  });

  it('is joined by its unencrypted address in one more step', async () => {
    const { page } = editors.of.ana;
    const port = await serve('known', authority.issue());
    await joinAt(`127.0.0.1:${port}`);
    const told = toast(page, `takes encrypted connections only: wss://127.0.0.1:${port}`);
    await told.getByRole('button', { name: 'Join Encrypted' }).click();
    await nameStep(page).waitFor();
    await inputBox(page, 'ana');
    await webview(page, 'panel').getByRole('log').waitFor();
  });
});
