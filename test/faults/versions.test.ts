import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CLOSE } from '../../server/protocol/codes';
import { GENERAL } from '../../server/protocol/ids';
import { PROTOCOL_VERSION } from '../../server/protocol/limits';
import { eventually } from '../helpers/eventually';
import { tempDir } from '../helpers/tempDir';
import { testServer } from '../helpers/testServer';
import { type Translator, translator } from '../helpers/translator';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';
import { aCid, aComputer, aWindow } from '../src/fixtures';

const golden = path.join(import.meta.dirname, `../protocol/golden/v${PROTOCOL_VERSION}`);
const shippedCalls = readdirSync(golden).filter((file) => file.startsWith('call.'));

interface Said {
  readonly id?: number;
  readonly error?: { readonly code: string };
}

describe('a server of today and a client of an older release', () => {
  for (const file of shippedCalls) {
    it(`understand each other: ${file}`, async () => {
      await using server = await testServer();
      using client = await WireConnection.open(server.url);
      const frame = readFileSync(path.join(golden, file), 'utf8').trim();
      const { id, call } = JSON.parse(frame) as { readonly id: number; readonly call: string };
      const isBefore = call === 'claim' || call === 'pair' || call === 'authenticate';
      if (isBefore) await client.value('hello', { protocol: PROTOCOL_VERSION, app: 'old', nonce: 'A'.repeat(43) });
      else if (call !== 'hello') await client.signIn(aNewcomer('ana'));
      client.socket.send(frame);
      const { promise: answer, resolve } = Promise.withResolvers<string>();
      client.socket.on('message', (data) => {
        const said = JSON.parse((data as Buffer).toString()) as Said;
        if (said.id === id) resolve(said.error?.code ?? 'ok');
      });
      // A member that nobody knows is no misunderstanding.
      void client.closed.then(({ code }) => resolve(code === CLOSE.unauthenticated ? 'ok' : `closed with ${code}`));
      const understood = new Set(['ok', 'E_NOT_FOUND', 'E_NAME_TAKEN']);
      assert.ok(understood.has(await answer), await answer);
    });
  }
});

describe('a client of today', () => {
  const withServer = async (test: (between: Translator, folder: string) => Promise<void>): Promise<void> => {
    using dir = tempDir();
    await using server = await testServer();
    await using between = await translator(server.url);
    await test(between, dir.path);
  };

  for (const [name, protocol] of [
    ['an older', PROTOCOL_VERSION - 1],
    ['a newer', PROTOCOL_VERSION + 1],
  ] as const) {
    it(`says what to update where ${name} server speaks another protocol, and does not ask again`, () =>
      withServer(async (between, folder) => {
        // To a server, a client of another version is what it is to the client.
        between.up = (frame) =>
          frame['call'] === 'hello' ? { ...frame, params: { ...(frame['params'] as object), protocol } } : frame;
        using window = aWindow(aComputer(folder));
        const entered = await window.join(between.url, 'ana');
        assert.deepEqual(entered, { ok: false, ending: 'version' });
      }));
  }

  it('stays with a newer server that pushes, answers and enters what it does not know', () =>
    withServer(async (between, folder) => {
      const fromTomorrow = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(fromTomorrow);
        if (typeof value !== 'object' || value === null) return value;
        const fields = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromTomorrow(inner)]));
        const isPoll = fields['kind'] === 'message' && String(fields['text']).startsWith('poll:');
        return { ...fields, ...(isPoll && { kind: 'poll', options: [1, 2] }), addedTomorrow: { deep: [true] } };
      };
      between.down = (frame) => {
        const told = fromTomorrow(frame) as { readonly push?: readonly object[] };
        return { ...told, ...(told.push && { push: [{ kind: 'waved', room: 'general', who: 'x' }, ...told.push] }) };
      };
      using window = aWindow(aComputer(folder));
      const chat = await window.joined(between.url, 'ana');
      const endings: string[] = [];
      chat.changed.on(() => endings.push(chat.link.at));
      for (const text of ['before', 'poll: tea or coffee?', 'after']) await chat.post(GENERAL, aCid(), text);
      await eventually(() => chat.pending.length === 0);
      const entries = (chat.window?.entries ?? []).map((entry) => ('text' in entry ? entry.text : entry.kind));
      assert.deepEqual(entries, ['joined', 'before', 'unknown', 'after']);
      assert.deepEqual(new Set(endings), new Set(['online']));
    }));
});
