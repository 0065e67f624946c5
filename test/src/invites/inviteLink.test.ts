import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editorLink, looksLikeLink, pageLink, parseInviteLink } from '../../../src/invites/inviteLink';
import { addressOf } from '../fixtures';

const SECRET = 'AbCdEfGhIjKlMnOpQrSt_-';
const PIN = '9tHD6BlWsJqBEfQ-HTVkuKp0SJ0zrKq2ZyfM_X3cHnE';
const HOST = 'vscode://alongside.alongside/join';
const link = (query: string, hash = `#${SECRET}`) => `${HOST}?${query}${hash}`;
const to = (server: string) => link(`server=${encodeURIComponent(server)}`);

describe('an invite link', () => {
  const good: readonly (readonly [raw: string, url: string, from?: string])[] = [
    [to('wss://chat.example.org'), 'wss://chat.example.org:443/chat'],
    [to('wss://chat.example.org:9000'), 'wss://chat.example.org:9000/chat'],
    [to('10.0.0.7:12345'), 'ws://10.0.0.7:12345/chat'],
    [to('[::1]:12345'), 'ws://[::1]:12345/chat'],
    [link('server=wss://chat.example.org:443'), 'wss://chat.example.org:443/chat'],
    [link('server=wss%3A%2F%2Fchat.example.org&name=Ana%20B'), 'wss://chat.example.org:443/chat', 'Ana B'],
    [link('server=wss://chat.example.org&name=Ana B'), 'wss://chat.example.org:443/chat', 'Ana B'],
    [link('name=ana&server=team.example'), 'ws://team.example:12345/chat', 'ana'],
    [link('server=team.example&later=1'), 'ws://team.example:12345/chat'],
    [`  ${to('team.example')}\n`, 'ws://team.example:12345/chat'],
    [to('team.example').replace('vscode:', 'vscode-insiders:'), 'ws://team.example:12345/chat'],
    [to('team.example').replace('vscode:', 'code-oss:'), 'ws://team.example:12345/chat'],
    [`https://chat.example.org/join#${SECRET}`, 'wss://chat.example.org:443/chat'],
    [`https://chat.example.org:12345/join#${SECRET}`, 'wss://chat.example.org:12345/chat'],
    [`http://10.0.0.7:12345/join#${SECRET}`, 'ws://10.0.0.7:12345/chat'],
    [`http://team.example/join#${SECRET}`, 'ws://team.example:80/chat'],
    [`https://bücher.example/join#${SECRET}`, 'wss://xn--bcher-kva.example:443/chat'],
  ];
  for (const [raw, url, from] of good) {
    it(`is understood: ${raw.trim()}`, () => {
      const parsed = parseInviteLink(raw);
      assert.ok(parsed.ok);
      assert.deepEqual(parsed.value, { address: addressOf(url), secret: SECRET, ...(from !== undefined && { from }) });
      assert.ok(looksLikeLink(raw));
    });
  }

  const hostile: readonly (readonly [what: string, raw: string])[] = [
    ['nothing', ''],
    ['10 kB', to(`${'a'.repeat(10_000)}.example`)],
    ['a link of 1,001 characters', `${to('team.example')}${'A'.repeat(1_001)}`],
    ['10 kB of spaces within', `${HOST}?server=${' '.repeat(10_000)}x#${SECRET}`],
    ['a host written from right to left', to('wss://team\u202Eelpmaxe.live')],
    ['a right-to-left mark behind its end', `${to('team.example')}\u200F`],
    ['a right-to-left mark that is encoded', link(`server=team.example%E2%80%AE.evil`)],
    ['a zero-width space in the host', to('team\u200B.example')],
    ['a line break in the host', to('team.example\n.evil')],
    ['a line break that is encoded twice', link('server=team%250A.example')],
    ['a line break in the path', to('team.example').replace('/join', '/jo\nin')],
    ['a tab in the extension', to('team.example').replace('alongside.', 'along\tside.')],
    ['a null', to('team.example\0')],
    ['half a character', `${HOST}?server=team.example&name=\uD800#${SECRET}`],
    ['a user before the host', to('wss://team.example@evil.example')],
    ['a user and a password before the host', to('wss://ana:pass@evil.example')],
    ['a user before the extension', `vscode://evil@alongside.alongside/join?server=team.example#${SECRET}`],
    ['a user before the page', `https://chat.example.org@evil.example/join#${SECRET}`],
    ['a backslash for the path', to('wss://team.example\\@evil.example')],
    ['a path on the server', to('wss://team.example/admin/reboot')],
    ['a query on the server', to('wss://team.example/chat?x=1')],
    ['a fragment on the server', to('wss://team.example/chat#x')],
    ['a web page for a server', to('https://team.example')],
    ['a command for a server', to('command:workbench.action.quit')],
    ['a file for a server', to('file:///etc/passwd')],
    ['a script for a server', to('javascript:alert(1)')],
    ['a share for a server', to('\\\\evil\\share')],
    ['a host that would be drawn with an icon', to('wss://$(verified).example')],
    ['a host that would not be shown whole', to(`wss://team.example.${'a'.repeat(40)}.evil`)],
    ['port 0', to('team.example:0')],
    ['port 70000', to('team.example:70000')],
    ['an empty server', link('server=')],
    ['no server', link('name=ana')],
    ['two servers', link('server=team.example&server=evil.example')],
    ['two names', link('server=team.example&name=ana&name=ben')],
    ['a name with a hidden character', link('server=team.example&name=a%E2%80%8Bna')],
    ['a name written from right to left', link('server=team.example&name=%E2%80%AEana')],
    ['a name that is a sentence', link('server=team.example&name=Your%20IT%20department%3A%20press%20Join')],
    ['a name that is a tag', link('server=team.example&name=%3Cb%3Eana')],
    ['a name of two alphabets', link(`server=team.example&name=${encodeURIComponent('аnа')}`)],
    ['a reserved name', link('server=team.example&name=Admin')],
    ['an empty name', link('server=team.example&name=')],
    ['a certificate where nothing is encrypted', link(`server=team.example&pin=${PIN}`)],
    ['a certificate that is cut', link(`server=wss://team.example&pin=${PIN.slice(1)}`)],
    ['a certificate with something behind', link(`server=wss://team.example&pin=${PIN}x`)],
    ['no certificate where one is named', link('server=wss://team.example&pin=')],
    ['two certificates', link(`server=wss://team.example&pin=${PIN}&pin=${PIN}`)],
    ['a page with a certificate', `https://chat.example.org/join?pin=${PIN}#${SECRET}`],
    ['no secret', link('server=team.example', '')],
    ['an empty secret', link('server=team.example', '#')],
    ['a secret that is cut', link('server=team.example', `#${SECRET.slice(1)}`)],
    ['a secret with something behind', link('server=team.example', `#${SECRET}x`)],
    ['a secret with another character', link('server=team.example', `#${SECRET.slice(1)}$`)],
    ['a secret in the query', link(`server=team.example&secret=${SECRET}`, '')],
    ['another extension', to('team.example').replace('alongside.alongside', 'alongside.alongside.evil')],
    ['another path', to('team.example').replace('/join?', '/joined?')],
    ['a deeper path', to('team.example').replace('/join?', '/x/../join/?')],
    ['a port of the extension', to('team.example').replace('alongside/', 'alongside:80/')],
    ['another page', `https://chat.example.org/health#${SECRET}`],
    ['a page with a query', `https://chat.example.org/join?server=evil.example#${SECRET}`],
    ['a page that does not say where', `https:///#${SECRET}`],
    ['a script', `javascript:alert(1)//alongside.alongside/join?server=team.example#${SECRET}`],
    ['data', `data:text/html,join#${SECRET}`],
    ['an address', 'team.example:12345'],
  ];
  for (const [what, raw] of hostile) {
    it(`is refused with a sentence: ${what}`, () => {
      const parsed = parseInviteLink(raw);
      assert.ok(!parsed.ok, JSON.stringify(parsed));
      assert.match(parsed.reason, /^[A-Z][\x20-\x7e]*\.$/);
      for (const part of ['team.example', 'evil', SECRET]) assert.ok(!parsed.reason.includes(part));
    });
  }

  it('never leads anywhere that its parsed address does not show, whatever it is made of', () => {
    const pieces = ['vscode://', 'alongside.alongside', '/join', '?', '&', 'server=', 'name=', 'pin=', PIN, '#', SECRET, '@', ':', '%', '\\', '/', 'wss://', 'a.example', '\u202E', ' ', '80']; // prettier-ignore
    const any = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 20 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(any, (raw) => {
        for (const text of [raw, to(raw), `${HOST}?server=${raw}`]) {
          const parsed = parseInviteLink(text);
          if (!parsed.ok) continue;
          const { url, shown, isEncrypted } = parsed.value.address;
          assert.equal(url, `${isEncrypted ? '' : 'ws://'}${shown}/chat`);
          assert.match(shown, /^(wss:\/\/)?[\x21-\x7e]+:\d+$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('says which certificate must be shown', () => {
    const value = { address: addressOf('wss://10.0.0.7:12345', PIN), secret: SECRET };
    assert.deepEqual(parseInviteLink(editorLink('vscode', value)), { ok: true, value });
  });

  for (const server of ['wss://chat.example.org', '10.0.0.7', '[::1]:5000', 'wss://bücher.example:9000']) {
    it(`says of ${server} what was put into it`, () => {
      for (const from of ['ana', 'Ana B', 'Zoë O’Neil'.replace('’', "'"), '日本', undefined]) {
        const value = { address: addressOf(server), secret: SECRET, ...(from !== undefined && { from }) };
        assert.deepEqual(parseInviteLink(editorLink('vscode', value)), { ok: true, value });
      }
    });

    it(`says of ${server} the same by way of its page`, () => {
      const value = { address: addressOf(server), secret: SECRET };
      assert.deepEqual(parseInviteLink(pageLink(value)), { ok: true, value });
    });
  }

  it('leaves out a name that could not be read back', () => {
    const made = editorLink('vscode', { address: addressOf('team.example'), secret: SECRET, from: 'admin' });
    assert.equal(made, `${HOST}?server=team.example%3A12345#${SECRET}`);
  });

  it('has no + for a space, which not every program takes for one', () => {
    const made = editorLink('vscode', { address: addressOf('team.example'), secret: SECRET, from: 'Ana B' });
    assert.ok(made.includes('name=Ana%20B'), made);
  });

  it('keeps its secret behind the # alone, which no browser sends', () => {
    const value = { address: addressOf('wss://chat.example.org'), secret: SECRET, from: 'ana' };
    for (const made of [editorLink('vscode', value), pageLink(value)])
      assert.equal(made.indexOf(SECRET), made.indexOf('#') + 1);
  });

  it('is told from an address', () => {
    for (const address of ['team.example', '127.0.0.1:12345', 'wss://chat.example.org', '::1', 'x'.repeat(2_000)])
      assert.ok(!looksLikeLink(address), address);
    for (const meant of ['http://team.example', 'vscode://alongside.alongside/', 'cursor://alongside.other/join'])
      assert.ok(looksLikeLink(meant), meant);
  });
});
