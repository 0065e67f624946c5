import assert from 'node:assert/strict';
import type { ServerId } from '../../../server/protocol/ids';
import { reachOf, sshLine } from '../../../src/invites/reach';
import type { Lease } from '../../../src/serverHost/lease';
import { outsideAddress } from '../../helpers/outsideAddress';
import { addressOf } from '../fixtures';

const server = `s-${'a'.repeat(32)}` as ServerId;
const other = `s-${'b'.repeat(32)}` as ServerId;
const leaseAt = (host: string, port = 12345): Lease => ({
  ...{ pid: 4711, url: `ws://127.0.0.1:${port}/chat`, host, port, server, version: '1.0.0' },
});
const joinedAt = (url: string) => ({ address: addressOf(url), identity: { server } });
const shown = (url: string, lease?: Lease) => {
  const reach = reachOf(joinedAt(url), lease);
  return reach.kind === 'at' ? reach.addresses.map((address) => address.shown) : reach.kind;
};

describe('how others reach a server', () => {
  it('is the way one came oneself, where that is over a network', () => {
    assert.deepEqual(shown('wss://chat.example.org'), ['wss://chat.example.org:443']);
    assert.deepEqual(shown('10.0.0.7', leaseAt('127.0.0.1')), ['10.0.0.7:12345']);
  });

  it('is an address of this computer in its network, where its server listens to all of them', () => {
    for (const host of ['0.0.0.0', '::'])
      assert.ok(shown('127.0.0.1', leaseAt(host)).includes(`${outsideAddress()}:12345`));
  });

  it('is the one address that its server listens at', () => {
    assert.deepEqual(shown('127.0.0.1', leaseAt('192.168.1.7')), ['192.168.1.7:12345']);
    assert.deepEqual(shown('127.0.0.1', leaseAt('fd00::7')), ['[fd00::7]:12345']);
  });

  it('is none, where its server listens on this computer alone', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1']) assert.equal(shown('127.0.0.1', leaseAt(host)), 'onlyHere');
  });

  it('is not known, where another server answers at an address of this computer', () => {
    assert.equal(shown('127.0.0.1'), 'tunnel');
    assert.equal(shown('127.0.0.1', { ...leaseAt('0.0.0.0'), server: other }), 'tunnel');
  });

  it('may be SSH, with the port at both ends', () => {
    assert.equal(sshLine(addressOf('127.0.0.1:9000'), false), 'ssh -N -L 9000:127.0.0.1:9000 chat-host');
    assert.match(sshLine(addressOf('127.0.0.1'), true), /^ssh -N -L 12345:127\.0\.0\.1:12345 \S+$/);
  });
});
