import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { GENERAL } from '../../../server/protocol/ids';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { outsideAddress } from '../../helpers/outsideAddress';
import { runServerProgram } from '../../helpers/serverProcess';
import { tempDir } from '../../helpers/tempDir';
import { WireConnection, aNewcomer } from '../../helpers/wireConnection';

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly host?: string;
  readonly headers?: http.OutgoingHttpHeaders;
}

async function ask(port: number, { path = '/metrics', method = 'GET', host = '127.0.0.1', headers = {} }: Asked = {}) {
  const request = http.request({ host, port, path, method, headers, agent: false }).end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, text };
}

const figure = (text: string, name: string): number =>
  Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);

describe('the figures for Prometheus', () => {
  it('count what the server did', async () => {
    using dir = tempDir();
    const args = ['serve', '--port', '0', '--data', dir.path, '--metrics', '0', '--limit', 'sendBurst=5'];
    await using program = runServerProgram(args);
    const { url, metricsPort } = await program.first;
    const text = async () => (await ask(Number(metricsPort))).text;
    using ana = await WireConnection.open(String(url));
    await ana.signIn(aNewcomer('ana'));
    await ana.value('resume', { room: GENERAL });
    for (let i = 0; i < 6; i += 1) await ana.call('post', { cid: aCid(), room: GENERAL, text: 'x' });
    {
      using _gone = await WireConnection.open(String(url));
    }
    await eventually(async () => {
      const told = await text();
      assert.equal(figure(told, 'alongside_connections'), 1);
      assert.equal(figure(told, 'alongside_queue_bytes'), 0);
      assert.equal(figure(told, 'alongside_errors_total{code="E_RATE"}'), 1);
      assert.equal(figure(told, 'alongside_closes_total{reason="left"}'), 1);
      assert.equal(figure(told, 'alongside_commit_commands_sum'), 7); // a claim, a join and five messages
      assert.ok(figure(told, 'alongside_commit_seconds_sum') > 0);
      assert.ok(figure(told, 'alongside_delivery_seconds_count') > 0);
      assert.ok(figure(told, 'alongside_database_bytes') > 0);
      assert.ok(figure(told, 'alongside_wal_bytes') > 0);
      assert.ok(figure(told, 'nodejs_eventloop_lag_max_seconds') > 0);
    });
    program.process.kill('SIGTERM');
    assert.equal((await program.ended).code, 0);
  });

  it('are for programs on this machine alone, whatever the server listens at', async () => {
    using dir = tempDir();
    const args = ['serve', '--host', '0.0.0.0', '--port', '0', '--data', dir.path, '--metrics', '0'];
    await using program = runServerProgram(args);
    const { metricsPort } = await program.first;
    const port = Number(metricsPort);
    const status = async (asked: Asked) => (await ask(port, asked)).status;
    assert.equal(await status({}), 200);
    assert.equal(await status({ headers: { origin: 'http://127.0.0.1' } }), 403);
    assert.equal(await status({ headers: { host: 'evil.example' } }), 403);
    assert.equal(await status({ path: '/' }), 404);
    assert.equal(await status({ method: 'POST' }), 405);
    await assert.rejects(ask(port, { host: outsideAddress() }), { code: 'ECONNREFUSED' });
  });

  it('are not there unless they are asked for, and refuse a port that is taken', async () => {
    using dir = tempDir();
    await using plain = runServerProgram(['serve', '--port', '0', '--data', dir.file('a')]);
    const { port, metricsPort } = await plain.first;
    assert.equal(metricsPort, undefined);
    assert.equal((await ask(Number(port))).status, 404);
    const args = ['serve', '--port', '0', '--data', dir.file('b'), '--metrics', String(port)];
    await using refused = runServerProgram(args);
    assert.equal((await refused.ended).code, 69);
  });
});
