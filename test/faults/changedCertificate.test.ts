import assert from 'node:assert/strict';
import { runCli } from '../helpers/cli';
import { eventually } from '../helpers/eventually';
import { type TwoComputers, twoComputers } from '../helpers/networks';
import { type Program, runServerProgram } from '../helpers/serverProcess';
import { type TempDir, tempDir } from '../helpers/tempDir';

const PORT = '12345';

describe('a server of the local network that made its own certificate, on another computer', function () {
  this.timeout(60_000);
  let dir: TempDir;
  let network: TwoComputers;
  let server: Program;
  let link: string;
  beforeEach(async () => {
    dir = tempDir();
    network = twoComputers();
    server = await serve();
    const { stdout } = await runCli([
      'invite',
      '--data',
      dir.file('data'),
      '--server',
      `${network.address.host}:${PORT}`,
    ]);
    link = stdout.trim();
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    network[Symbol.dispose]();
    dir[Symbol.dispose]();
  });

  async function serve(): Promise<Program> {
    const args = ['serve', '--host', '0.0.0.0', '--port', PORT, '--data', dir.file('data'), '--transcript', 'off'];
    const started = runServerProgram(args, { within: network.on.host });
    assert.equal((await started.first)['kind'], 'ready');
    return started;
  }

  async function stop(): Promise<void> {
    server.process.kill('SIGTERM');
    await server.ended;
  }

  function aGuest() {
    const told: Record<string, unknown>[] = [];
    const program = runServerProgram([dir.file('guest'), link], {
      entry: 'test/helpers/guestMain.ts',
      within: network.on.guest,
    });
    program.process.on('message', (message) => told.push(message as Record<string, unknown>));
    const stands = (at: string, ending?: string) =>
      eventually(() => assert.deepEqual(told.at(-1), ending === undefined ? { at } : { at, ending }), 20_000);
    return { program, stands, reload: () => void program.process.send({}) };
  }

  async function aStranger() {
    const told: Record<string, unknown>[] = [];
    const program = runServerProgram([PORT], { entry: 'test/helpers/strangerMain.ts', within: network.on.host });
    program.process.on('message', (message) => told.push(message as Record<string, unknown>));
    await program.first;
    const count = (what: string) => told.filter((each) => what in each).length;
    return { program, visits: () => count('visited'), heard: () => count('heard') };
  }

  it('is joined by an invite, and is the same after it was away', async () => {
    const guest = aGuest();
    await using _ = guest.program;
    await guest.stands('online');
    await stop();
    server = await serve();
    await guest.stands('online');
  });

  it('is told apart from who shows another certificate in its place: that one hears not a byte', async () => {
    const guest = aGuest();
    await using _ = guest.program;
    await guest.stands('online');
    await stop();
    const stranger = await aStranger();
    await using __ = stranger.program;
    await guest.stands('stopped', 'otherCertificate');
    const visits = stranger.visits();
    guest.reload();
    await eventually(() => assert.ok(stranger.visits() > visits));
    await guest.stands('stopped', 'otherCertificate');
    assert.equal(stranger.heard(), 0);

    stranger.program.process.kill('SIGKILL');
    await stranger.program.ended;
    server = await serve();
    guest.reload();
    await guest.stands('online');
  });
});
