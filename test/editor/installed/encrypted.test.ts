import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { anAuthority, selfSigned } from '../../helpers/certificates';
import { runCli } from '../../helpers/cli';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { dialog, inputBox, palette, quickPick, screenshot, toast, webview } from './actions';
import { addressStep, chatPage, nameStep } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';

describe('a server with a certificate', function () {
  this.timeout(60_000);
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

  it('of its own making is joined by an invite; with another certificate it is not, unless a new invite and a person say so', async () => {
    const { page } = editors.of.ana;
    const dataDir = dir.file('own');
    const start = (port = 0) => testServer({ dataDir, port, tls: 'own', invites: 'needed' });
    let server = await start();
    const { port } = server;
    const pasteLink = async () => {
      const { stdout } = await runCli(['invite', '--data', dataDir, '--server', `127.0.0.1:${port}`]);
      await quickPick(page, /Paste Invite Link/);
      await addressStep(page).waitFor();
      await inputBox(page, stdout.trim());
      await quickPick(page, /Join wss:/);
      await nameStep(page).waitFor();
      await inputBox(page, 'ana');
    };
    await palette(page, 'Chat: Exit');
    await palette(page, 'Chat: Join');
    await pasteLink();
    await chatPage(editors.of.ana).frame.getByText('ana has joined the chat.').waitFor();

    await server.stop();
    rmSync(path.join(dataDir, 'certificate.pem'));
    server = await start(port);
    servers.push(server);
    const refused = dialog(page).filter({ hasText: 'is not the one that your invite named.' });
    await refused.waitFor();
    await screenshot(page, 'certificate-other');
    await refused.getByRole('button', { name: 'Join by a New Invite Link' }).click();
    await pasteLink();
    const asked = dialog(page).filter({ hasText: 'This invite names another certificate' });
    await asked.waitFor();
    await screenshot(page, 'certificate-new');
    await asked.getByRole('button', { name: 'Use the New Certificate' }).click();
    await nameStep(page).waitFor();
    await inputBox(page, 'ana');
    // Until the page knows of it, what is typed stays in the composer.
    await chatPage(editors.of.ana).frame.getByText('Connected', { exact: true }).waitFor();
    await chatPage(editors.of.ana).say('It is you');
    await chatPage(editors.of.ana).message('It is you').getByTitle('Stored on the server').waitFor();
  });
});
