import assert from 'node:assert/strict';
import type { InviteLink } from '../../../src/invites/inviteLink';
import { linkOpener } from '../../../src/invites/linkOpener';
import { linkQuestion } from '../../../src/invites/inviteSentences';
import { addressOf } from '../fixtures';

const SECRET = 'AbCdEfGhIjKlMnOpQrSt_-';
const link = (server: string, name = '') => `vscode://alongside.alongside/join?server=${server}${name}#${SECRET}`;

/** A reader who answers when told to, and what came of each link. */
function scene() {
  const refused: string[] = [];
  const asked: InviteLink[] = [];
  const joined: InviteLink[] = [];
  let answer = (_isYes: boolean) => {};
  const open = linkOpener({
    refuse: (reason) => void refused.push(reason),
    consents(link) {
      asked.push(link);
      return new Promise((resolve) => (answer = resolve));
    },
    join(link) {
      joined.push(link);
      return Promise.resolve();
    },
  });
  return { refused, asked, joined, open, answer: (isYes: boolean) => answer(isYes) };
}

describe('a link from outside', () => {
  it('is asked about before anything else, and joined when the reader consents', async () => {
    const { open, asked, joined, answer } = scene();
    const opened = open(link('wss://team.example'));
    assert.deepEqual([asked.length, joined.length], [1, 0]);
    answer(true);
    await opened;
    assert.equal(joined[0]?.address.url, 'wss://team.example:443/chat');
  });

  it('comes to nothing when the reader does not', async () => {
    const { open, joined, answer } = scene();
    const opened = open(link('wss://team.example'));
    answer(false);
    await opened;
    assert.deepEqual(joined, []);
  });

  it('is told to be wrong, and not asked about, when it is', async () => {
    const { open, refused, asked } = scene();
    await open(link('wss://user@team.example'));
    await open('vscode://alongside.alongside/settings');
    assert.deepEqual([refused.length, asked.length], [2, 0]);
  });

  it('is dropped while another one is asked about, and taken after that', async () => {
    const { open, asked, answer } = scene();
    const first = open(link('wss://team.example'));
    await Promise.all(Array.from({ length: 100 }, () => open(link('wss://evil.example'))));
    assert.equal(asked.length, 1);
    answer(false);
    await first;
    const second = open(link('wss://other.example'));
    assert.equal(asked.length, 2);
    answer(false);
    await second;
  });

  it('is taken after a question that failed', async () => {
    let times = 0;
    const open = linkOpener({
      refuse: () => {},
      consents: () => Promise.reject(new Error(String((times += 1)))),
      join: () => Promise.resolve(),
    });
    await assert.rejects(open(link('team.example')), /1/);
    await assert.rejects(open(link('team.example')), /2/);
  });
});

describe('the question about a link', () => {
  const question = (server: string, more: Partial<InviteLink> = {}, leaves?: string) =>
    linkQuestion({ address: more.address ?? addressOf(server), secret: SECRET, ...more }, leaves);

  it('names the whole host, as the network sees it', () => {
    assert.equal(question('wss://chat.example.org').yes, '$(sign-in) Join wss://chat.example.org:443');
    assert.match(question('wss://аpple.example').yes, /xn--pple-43d\.example:443/);
  });

  it('warns of a server that does not encrypt', () => {
    const { yes, detail } = question('10.0.0.7');
    assert.equal(yes, '$(warning) Join 10.0.0.7:12345 Unencrypted');
    assert.match(detail, /Not encrypted: whoever sits on the network/);
  });

  it('says that the certificate is the one that the link names', () => {
    const address = addressOf('wss://10.0.0.7', 'A'.repeat(43));
    assert.match(question('', { address }).detail, /only with the certificate that the link names\.$/);
  });

  it('does not warn of this computer', () => assert.match(question('127.0.0.1').detail, /^On this computer/));

  it('says whose the link calls itself, and no more than that', () => {
    assert.equal(
      question('team.example', { from: 'ana' }).placeholder,
      'ana invites you, says the link. Nothing was sent there yet.',
    );
  });

  it('says which chat is left for it', () => {
    assert.match(
      question('wss://b.example', {}, 'wss://a.example:443').detail,
      /leaves wss:\/\/a\.example:443 then\.$/,
    );
  });

  it('says nothing of the secret', () => {
    assert.ok(!JSON.stringify(question('team.example', { from: 'ana' }, 'other')).includes(SECRET));
  });
});
