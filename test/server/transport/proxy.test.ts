import assert from 'node:assert/strict';
import { parseNetworks } from '../../../server/transport/clientAddress';
import { OPCODE, closePayload, sendRaw, upgradeRequest, wsFrame } from '../../helpers/rawSocket';
import { silentLog, testServer } from '../../helpers/testServer';

const goodbye = wsFrame(OPCODE.close, closePayload(1000));

describe('a server behind a proxy', () => {
  it('is reached under its public names, and under no other', async () => {
    await using server = await testServer({ publicNames: ['chat.example.org', 'team.example'] });
    const statusUnder = async (host: string) => (await sendRaw(server.port, upgradeRequest({ host }), goodbye)).status;
    for (const host of ['chat.example.org', 'CHAT.example.org:443', 'team.example']) {
      assert.equal(await statusUnder(host), 101, host);
    }
    for (const host of ['example.org', 'x.team.example', 'team.example.evil.example']) {
      assert.equal(await statusUnder(host), 403, host);
    }
  });

  it('takes nothing from a web page that the proxy passes on', async () => {
    await using server = await testServer({ publicNames: ['chat.example.org'] });
    const request = upgradeRequest({ host: 'chat.example.org', more: ['Origin: https://chat.example.org'] });
    assert.equal((await sendRaw(server.port, request)).status, 403);
  });

  for (const [proxies, address] of [
    ['127.0.0.1', '203.0.113.9'],
    ['10.0.0.1', '127.0.0.1'],
  ] as const) {
    it(`notes who comes, by the word of ${proxies}, as ${address}`, async () => {
      const came: unknown[] = [];
      const info = (event: string, data?: object) => {
        if (event === 'connecting') came.push(data);
      };
      const trusted = parseNetworks(proxies);
      await using server = await testServer({ proxies: trusted, log: { ...silentLog, info } });
      await sendRaw(server.port, upgradeRequest({ more: ['X-Forwarded-For: 203.0.113.9'] }), goodbye);
      assert.deepEqual(came, [{ from: address }]);
    });
  }
});
