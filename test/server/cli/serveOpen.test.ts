import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { doctor } from '../../../server/cli/doctor';
import { serve as serveHere } from '../../../server/cli/serve';
import { type Issued, anAuthority } from '../../helpers/certificates';
import { type Program, runServerProgram } from '../../helpers/serverProcess';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';
import { WireConnection, aNewcomer } from '../../helpers/wireConnection';

describe('alongside serve, open to others', function () {
  this.timeout(20_000);
  const authority = anAuthority();
  let dir: TempDir;
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());

  const serve = (...more: readonly string[]) =>
    runServerProgram(['serve', '--port', '0', '--data', dir.file('data'), ...more]);

  /** In this process, as it should not come to run. */
  const refused = (...more: readonly string[]) =>
    serveHere(['--port', '0', '--data', dir.file('data'), ...more], { log: silentLog, version: '0', dataDir: '' });

  function tls({ cert, key }: Partial<Issued>): readonly string[] {
    if (cert !== undefined) writeFileSync(dir.file('cert.pem'), cert);
    if (key !== undefined) writeFileSync(dir.file('key.pem'), key);
    return ['--tls-cert', dir.file('cert.pem'), '--tls-key', dir.file('key.pem')];
  }

  /** What it logged, once it is at an end. */
  async function warnings(program: Program): Promise<readonly string[]> {
    await program.first;
    program.process.kill('SIGTERM');
    const lines = (await program.ended).stderr.split('\n').filter((line) => line.startsWith('{'));
    const logged = lines.map((line) => JSON.parse(line) as { level: number; msg: string; why: string });
    return logged.filter(({ level }) => level === 40).map(({ msg, why }) => `${msg}: ${why}`);
  }

  it('is encrypted with a certificate', async () => {
    await using program = serve(...tls(authority.issue()));
    const { url } = await program.first;
    assert.match(String(url), /^wss:/);
    using connection = await WireConnection.open(String(url), { ca: authority.cert });
    await connection.signIn(aNewcomer('Ana'));
    assert.deepEqual(await warnings(program), []);
  });

  it('is recognised by another one that would take its port, and by the doctor', async () => {
    await using program = serve(...tls(authority.issue()));
    const { url, port } = await program.first;
    await assert.rejects(
      serveHere(['--port', String(port), '--data', dir.file('other')], { log: silentLog, version: '0', dataDir: '' }),
      { code: 'E_PORT_IN_USE', url, message: /Another Alongside server listens at wss:/ },
    );
    await assert.rejects(doctor(['--data', dir.file('data')], { dataDir: '' }), { code: 'E_DATA_IN_USE', url });
  });

  const issued = authority.issue();
  const broken: readonly [why: string, files: Partial<Issued>, says: RegExp][] = [
    ['is not there', { key: issued.key }, /cert\.pem cannot be read \(ENOENT/],
    ['has no key', { cert: issued.cert }, /key\.pem cannot be read \(ENOENT/],
    ['is none', { cert: 'hello', key: issued.key }, /cert\.pem holds no certificate in PEM form/],
    ['has a key that is none', { cert: issued.cert, key: issued.cert }, /key\.pem holds no private key in PEM form/],
    ['has the key of another one', { ...issued, key: authority.issue().key }, /key\.pem does not belong to .*cert\.pem\./],
  ]; // prettier-ignore
  for (const [why, files, says] of broken) {
    it(`does not start with a certificate that ${why}`, async () => {
      await assert.rejects(refused(...tls(files)), { code: 'E_CERTIFICATE', exitCode: 78, message: says });
      assert.ok(!existsSync(dir.file('data')));
    });
  }

  const both = ['--tls-cert', 'c.pem', '--tls-key', 'k.pem'];
  for (const [args, says] of [
    [['--tls-cert', 'c.pem'], /--tls-cert and --tls-key go together\./],
    [['--unencrypted', ...both], /--unencrypted does not go with --tls-cert and --tls-key\./],
    [['--tls-key', 'k.pem'], /--tls-cert and --tls-key go together\./],
    [['--trusted-proxy', 'proxy.example.org'], /--trusted-proxy takes addresses or networks/],
    [['--public-host', 'https://chat.example.org'], /--public-host takes names/],
    [['--invites', 'some'], /--invites takes needed or open, not "some"\./],
  ] as const) {
    it(`does not understand "${args.join(' ')}"`, async () => {
      await assert.rejects(refused(...args), { code: 'E_USAGE', exitCode: 64, message: says });
    });
  }

  it('starts with a certificate that has expired, and says so', async () => {
    await using program = serve(...tls(authority.issue({ to: new Date(Date.now() - 1_000) })));
    assert.match((await warnings(program)).join(), /^certificate: It is valid from .* to .*, which is not now/);
  });

  const network = ['--host', '0.0.0.0'];
  const unencrypted = 'nothing is encrypted: whoever sits on the network in between can read and change all of it';
  for (const [args, why] of [
    [[], undefined],
    [network, 'encrypted, and who was invited may join'],
    [[...network, '--trusted-proxy', '10.0.0.1'], 'encrypted, and who was invited may join'],
    [[...network, '--invites', 'open'], 'encrypted, and whoever reaches it may join'],
    [[...network, '--unencrypted'], `who was invited may join, and ${unencrypted}`],
    [[...network, '--unencrypted', '--invites', 'open'], `whoever reaches it may join, and ${unencrypted}`],
    [['--unencrypted'], undefined],
    [['--trusted-proxy', '127.0.0.1'], undefined],
    [['--trusted-proxy', '127.0.0.1', '--invites', 'open'], 'whoever reaches it may join through the proxy'],
    [['--public-host', 'chat.example.org', '--invites', 'open'], 'whoever reaches it may join through the proxy'],
  ] as const) {
    it(`with “${args.join(' ')}” says ${why ?? 'nothing'}`, async () => {
      await using program = serve(...args);
      assert.deepEqual(await warnings(program), why === undefined ? [] : [`open to the network: ${why}`]);
    });
  }

  it('with a certificate and the network says who may join, and not that nothing is encrypted', async () => {
    await using program = serve(...network, ...tls(authority.issue()));
    assert.deepEqual(await warnings(program), ['open to the network: encrypted, and who was invited may join']);
  });
});
