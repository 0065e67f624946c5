import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { type TestServer, testServer } from '../helpers/testServer';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

/** To be called in a `describe`: a server on which somebody else is connected, who notices nothing of any of its tests. */
export function withBystander(): { readonly server: TestServer } {
  let server: TestServer;
  let bystander: WireConnection;
  before(async () => {
    server = await testServer();
    bystander = await WireConnection.open(server.url);
    await bystander.signIn(aNewcomer('bystander'));
  });
  after(async () => {
    bystander[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    assert.equal((await bystander.call('resume', { room: GENERAL })).ok, true);
  });
  return {
    get server() {
      return server;
    },
  };
}
