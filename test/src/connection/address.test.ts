import assert from 'node:assert/strict';
import { parseAddress } from '../../../src/connection/address';

describe('address', () => {
  const good: readonly (readonly [string, string, string, boolean, boolean])[] = [
    ['127.0.0.1', 'ws://127.0.0.1:12345/chat', '127.0.0.1:12345', false, true],
    [' localhost:8080 ', 'ws://localhost:8080/chat', 'localhost:8080', false, true],
    ['team.example', 'ws://team.example:12345/chat', 'team.example:12345', false, false],
    ['team.example:80', 'ws://team.example:80/chat', 'team.example:80', false, false],
    ['ws://Team.Example/', 'ws://team.example:12345/chat', 'team.example:12345', false, false],
    ['ws://127.0.0.1:12345/chat', 'ws://127.0.0.1:12345/chat', '127.0.0.1:12345', false, true],
    ['wss://team.example', 'wss://team.example:443/chat', 'wss://team.example:443', true, false],
    [
      'wss://team.example:9000/alongside/chat',
      'wss://team.example:9000/alongside/chat',
      'wss://team.example:9000',
      true,
      false,
    ],
    ['::1', 'ws://[::1]:12345/chat', '[::1]:12345', false, true],
    ['[::1]:5000', 'ws://[::1]:5000/chat', '[::1]:5000', false, true],
    ['10.0.0.7:1', 'ws://10.0.0.7:1/chat', '10.0.0.7:1', false, false],
    ['bücher.example', 'ws://xn--bcher-kva.example:12345/chat', 'xn--bcher-kva.example:12345', false, false],
  ];
  for (const [typed, url, shown, isEncrypted, isLoopback] of good) {
    it(`takes “${typed}”`, () => {
      assert.deepEqual(parseAddress(typed), { ok: true, value: { url, shown, isEncrypted, isLoopback } });
    });
  }

  it('gives back its own url unchanged', () => {
    for (const [, url] of good) {
      const parsed = parseAddress(url);
      assert.equal(parsed.ok && parsed.value.url, url);
    }
  });

  const bad = ['', '   ', 'http://team.example', 'vscode://x', 'a b', 'host:port', 'host:0', 'host:70000', 'ana:secret@host', 'host/?x=1', 'host#x', 'ws://', '$(verified)x.example', "a'b", 'a*', 'a\u202Eb', 'x'.repeat(400)]; // prettier-ignore
  for (const typed of bad) {
    it(`refuses “${typed.slice(0, 20)}” with a sentence`, () => {
      const parsed = parseAddress(typed);
      assert.equal(parsed.ok, false);
      assert.match(parsed.reason, /^[A-Z].*\.$/);
    });
  }
});
