import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { parseInviteLink } from '../../../src/invites/inviteLink';
import { runCli } from '../../helpers/cli';
import { pinnedNode, root, typescriptArgs } from '../../helpers/node';
import { type Program, runServerProgram } from '../../helpers/serverProcess';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { WireConnection } from '../../helpers/wireConnection';

describe('alongside serve, open to the network without a certificate', function () {
  this.timeout(30_000);
  let dir: TempDir;
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());

  const file = () => dir.file('certificate.pem');
  const serve = (...more: readonly string[]) =>
    runServerProgram(['serve', '--host', '0.0.0.0', '--port', '0', '--data', dir.path, ...more]);
  const stop = async (program: Program) => {
    program.process.kill('SIGTERM');
    return program.ended;
  };

  async function pinShown(port: number): Promise<string> {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { raw } = socket.getPeerCertificate();
    socket.destroy();
    return createHash('sha256').update(raw).digest('base64url');
  }

  it('makes one for itself, and shows the same one ever after', async () => {
    const pins = new Set<unknown>();
    for (let i = 0; i < 2; i++) {
      await using program = serve();
      const { url, pin, port } = await program.first;
      assert.match(String(url), /^wss:/);
      assert.equal(await pinShown(Number(port)), pin);
      pins.add(pin);
      const { stderr } = await stop(program);
      assert.match(stderr, /"encrypted, and who was invited may join"/);
    }
    assert.equal(pins.size, 1);
  });

  it('keeps it with its key in one file of its own user', async () => {
    await using program = serve();
    await program.first;
    assert.equal(statSync(file()).mode & 0o777, 0o600);
    assert.match(readFileSync(file(), 'utf8'), /BEGIN CERTIFICATE[^]*BEGIN PRIVATE KEY/);
  });

  it('does not start where that file cannot be used, and leaves it as it is', async () => {
    writeFileSync(file(), 'half a cert');
    await using program = serve();
    const { code } = await program.first;
    assert.equal(code, 'E_CERTIFICATE');
    assert.equal((await program.ended).code, 78);
    assert.equal(readFileSync(file(), 'utf8'), 'half a cert');
    rmSync(file());
    await using again = serve();
    assert.equal((await again.first)['kind'], 'ready');
  });

  it('speaks to nobody who does not encrypt', async () => {
    await using program = serve();
    const { port } = await program.first;
    await assert.rejects(WireConnection.open(`ws://127.0.0.1:${Number(port)}/chat`));
  });

  it('stays unencrypted where it is told to, and says what that means', async () => {
    await using program = serve('--unencrypted');
    const { url, pin } = await program.first;
    assert.match(String(url), /^ws:/);
    assert.equal(pin, undefined);
    const { stderr } = await stop(program);
    assert.match(stderr, /nothing is encrypted: whoever sits on the network in between can read and change all of it/);
  });

  it('makes none for this computer alone', async () => {
    await using program = runServerProgram(['serve', '--port', '0', '--data', dir.path]);
    assert.match(String((await program.first)['url']), /^ws:/);
    assert.throws(() => statSync(file()), { code: 'ENOENT' });
  });

  it('prints its fingerprint, in words and in every invite link', async () => {
    const [, printed = ''] = /made by itself, is ([\w-]{43})\./.exec(await spoken()) ?? [];
    for (const server of ['10.0.0.7:12345', 'wss://10.0.0.7:12345']) {
      const { stdout } = await runCli(['invite', '--server', server, '--data', dir.path]);
      const link = parseInviteLink(stdout);
      assert.ok(link.ok, stdout);
      assert.equal(link.value.address.url, 'wss://10.0.0.7:12345/chat');
      assert.equal(link.value.address.pin, printed);
    }
    const { stdout } = await runCli(['invite', '--server', 'http://10.0.0.7:12345', '--data', dir.path]);
    assert.match(stdout, /^http:\/\/10\.0\.0\.7:12345\/join#/);
  });

  /** What it says to a person. */
  async function spoken(): Promise<string> {
    const main = path.join(root, 'server/main.ts');
    const args = ['serve', '--host', '0.0.0.0', '--port', '0', '--data', dir.path];
    const child = spawn(pinnedNode(), [...typescriptArgs, main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.includes('Ctrl+C')) child.kill('SIGTERM');
    });
    await once(child, 'close');
    return text;
  }
});
