import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { addressOf, parseNetworks } from '../../../server/transport/clientAddress';

describe('the address of a client', () => {
  const from = (remoteAddress: string | undefined, forwarded?: string, proxies = '127.0.0.1,10.1.0.0/16,fd00::/8') => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const request = { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
    return addressOf(request, parseNetworks(proxies) ?? new BlockList());
  };

  for (const [sentence, peer, forwarded, expected] of [
    ['is its own without a proxy', '192.0.2.7', undefined, '192.0.2.7'],
    ['is its own whatever it claims', '192.0.2.7', '203.0.113.1', '192.0.2.7'],
    ['is what our proxy says', '127.0.0.1', '203.0.113.1', '203.0.113.1'],
    [
      'is what our proxy says last, before which stands what it was told',
      '127.0.0.1',
      '1.1.1.1, 203.0.113.1',
      '203.0.113.1',
    ],
    ['is found behind two of our proxies', '127.0.0.1', '1.1.1.1, 203.0.113.1, 10.1.2.3', '203.0.113.1'],
    ['is the one in front where all are our proxies', '127.0.0.1', '10.1.2.4, 10.1.2.3', '10.1.2.4'],
    ['is our proxy itself where that says nothing', '127.0.0.1', undefined, '127.0.0.1'],
    ['is our proxy itself where that says nothing that is an address', '127.0.0.1', '203.0.113.1, <b>', '127.0.0.1'],
    ['is not taken for an address of ours by how it begins', '10.2.0.1', '203.0.113.1', '10.2.0.1'],
    ['may be IPv6', '::ffff:127.0.0.1', '2001:db8::1', '2001:db8::1'],
    ['may come through a proxy that is IPv6', 'fd00::5', '203.0.113.1', '203.0.113.1'],
    ['is shown as the IPv4 it is', '::ffff:192.0.2.7', undefined, '192.0.2.7'],
    ['may be of one link', 'fe80::1%eth0', '203.0.113.1', 'fe80::1%eth0'],
    ['is not known of one who is gone', undefined, '203.0.113.1', ''],
  ] as const) {
    // prettier-ignore
    it(sentence, () => assert.equal(from(peer, forwarded), expected));
  }

  it('is the peer where no proxy is trusted', () => {
    const request = { socket: { remoteAddress: '127.0.0.1' }, headers: { 'x-forwarded-for': '203.0.113.1' } };
    assert.equal(addressOf(request as unknown as IncomingMessage, new BlockList()), '127.0.0.1');
  });
});

describe('networks', () => {
  for (const bad of [
    '',
    'localhost',
    '1.2.3',
    '10.0.0.0/33',
    '::1/129',
    '10.0.0.0/',
    '1.1.1.1,',
    '1.1.1.1/x',
    '1/2/3',
  ]) {
    it(`are not “${bad}”`, () => assert.equal(parseNetworks(bad), undefined));
  }
});
