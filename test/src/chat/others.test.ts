import assert from 'node:assert/strict';
import type { ServerId } from '../../../server/protocol/ids';
import { othersOn } from '../../../src/chat/others';
import { eventually } from '../../helpers/eventually';
import { tempDir } from '../../helpers/tempDir';
import { testServer } from '../../helpers/testServer';
import { aComputer, aWindow } from '../fixtures';

describe('others on a server', () => {
  it('are counted where one is connected, under whatever address, and not known anywhere else', async () => {
    using dir = tempDir();
    await using server = await testServer();
    using ana = aWindow(aComputer(dir.file('ana')));
    using ben = aWindow(aComputer(dir.file('ben')));
    const chat = await ana.joined(`ws://localhost:${server.port}/chat`, 'ana');
    const here = chat.identity.server;
    assert.equal(othersOn(here, chat), 0);
    await ben.joined(server.url, 'ben');
    await eventually(() => assert.equal(othersOn(here, chat), 1));
    assert.equal(othersOn(`s-${'0'.repeat(32)}` as ServerId, chat), 'unknown');
    assert.equal(othersOn(here, undefined), 'unknown');
    await server.stop();
    await eventually(() => assert.equal(othersOn(here, chat), 'unknown'));
  });
});
