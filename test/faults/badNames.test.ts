import assert from 'node:assert/strict';
import { type TestServer, testServer } from '../helpers/testServer';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

describe('a name over the wire', () => {
  let server: TestServer;
  before(async () => {
    server = await testServer();
    for (const name of ['anna', 'paypal', 'modern', 'apple', 'bob']) assert.equal(await claim(name), name);
  });
  after(() => server[Symbol.asyncDispose]());

  /** The name as the server took it, else its refusal. */
  const claim = async (name: string): Promise<string> => {
    using connection = await WireConnection.open(server.url);
    const outcome = await connection.signIn(aNewcomer(name)).catch((error: unknown) => error);
    if (outcome instanceof Error) return outcome.message.replace('claim: ', '').trim();
    return (outcome as Awaited<ReturnType<typeof connection.signIn>>).member.name;
  };

  const judged: readonly (readonly [raw: string, verdict: string])[] = [
    ['Анна', 'Анна'],
    ['ﬁsh', 'fish'],
    ['Å', 'Å'],
    ['李雷', '李雷'],
    ['佐藤さくら', '佐藤さくら'],
    ['al ice', 'al ice'],
    ['e\u0301', 'é'],
    ['ｆｕｌｌ', 'full'],
    ['аnnа', 'E_NAME_INVALID scripts'],
    ['m\u0430x', 'E_NAME_INVALID scripts'],
    ['\u202Eevil', 'E_NAME_INVALID hidden'],
    ['a\u200Bb', 'E_NAME_INVALID hidden'],
    ['👩‍💻', 'E_NAME_INVALID hidden'],
    ['\uD800x', 'E_NAME_INVALID hidden'],
    ['a'.repeat(33), 'E_NAME_INVALID long'],
    ['a'.repeat(10_000), 'E_NAME_INVALID long'],
    ['', 'E_NAME_INVALID empty'],
    [' x', 'E_NAME_INVALID shape'],
    ['x ', 'E_NAME_INVALID shape'],
    ['..', 'E_NAME_INVALID shape'],
    ['<b>', 'E_NAME_INVALID shape'],
  ];
  for (const [raw, verdict] of judged) {
    const shown = JSON.stringify(raw.slice(0, 34));
    it(`${shown} is judged: ${verdict}`, async () => assert.equal(await claim(raw), verdict));
  }

  const alike: Readonly<Record<string, string>> = {
    admın: 'admin',
    adm1n: 'admin',
    'ⓐdmin': 'admin',
    paypa1: 'paypal',
    rnodern: 'modern',
    ANNA: 'anna',
    ａｎｎａ: 'anna',
    аррӏе: 'apple',
    b0b: 'bob',
  };
  for (const [raw, taken] of Object.entries(alike)) {
    it(`${raw} is refused as a look-alike of ${taken}`, async () => {
      assert.equal(await claim(raw), `E_NAME_TAKEN_LOOKALIKE ${taken}`);
    });
  }

  it('is taken as it is, and kept as it is', async () => {
    assert.match(await claim('anna'), /^E_NAME_TAKEN\b(?!_)/);
    assert.match(await claim('Admin'), /^E_NAME_RESERVED/);
  });
});
