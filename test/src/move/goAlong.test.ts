import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { GENERAL } from '../../../server/protocol/ids';
import { takeIn } from '../../../server/move/takeIn';
import { keptIn, writeMoved } from '../../../server/move/writeMoved';
import { ask } from '../../../server/requests';
import { OWN_CERTIFICATE } from '../../../server/ownCertificate';
import type { Chat } from '../../../src/chat/chat';
import { goAlong } from '../../../src/move/goAlong';
import { parsePlace } from '../../../src/move/newPlace';
import { moveDetail, moveQuestion } from '../../../src/move/moveWords';
import { anAuthority } from '../../helpers/certificates';
import { eventually } from '../../helpers/eventually';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type TestWindow, aCid, addressOf } from '../fixtures';
import { teamScene } from '../chat/teamScene';

const PASSPHRASE = 'ABCDE';

describe('a chat whose server moves', function () {
  this.timeout(30_000);
  const scene = teamScene();
  const elsewhere: TestServer[] = [];
  afterEach(async () => {
    for (const server of elsewhere.splice(0)) await server[Symbol.asyncDispose]();
  });

  /** As whoever runs the server asks for it on its own computer. */
  const order = async (asked: object) => {
    const answer = await ask(scene.server.dataDir, asked, () => true);
    assert.equal(answer?.error, undefined);
    return answer?.value as { readonly at: number; readonly backup: string };
  };
  /** Moves it, and has it run elsewhere. */
  async function moved(over: Parameters<typeof testServer>[0] = {}): Promise<TestServer> {
    const { at, backup } = await order({ kind: 'moveOut' });
    const { server } = scene.server.lease;
    const { dataDir } = scene.server;
    const [database] = keptIn('/', [backup]).map((file) => ({ ...file, name: 'chat.db' }));
    assert.ok(database);
    const files = [database, ...keptIn(dataDir, [OWN_CERTIFICATE])];
    const out = scene.dir.file('team.moved');
    await writeMoved({ out, team: { server, app: 'test', at }, files, passphrase: PASSPHRASE, costLog2: 2 });
    await takeIn({ file: out, dataDir: scene.dir.file('elsewhere'), passphrase: PASSPHRASE });
    const running = await testServer({ dataDir: scene.dir.file('elsewhere'), ...over });
    elsewhere.push(running);
    return running;
  }
  const tell = (address: string) => order({ kind: 'moveTo', address });
  const isTold = async (chat: Chat) => {
    await eventually(() => assert.ok(chat.movedTo));
    return chat.movedTo!;
  };
  const goes = (window: TestWindow, chat: Chat, to = chat.movedTo!) =>
    goAlong(
      chat,
      to,
      { identities: window.identities, make: window.session.make.bind(window.session) },
      new AbortController().signal,
    );
  const texts = (chat: Chat) =>
    (chat.window?.entries ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));

  it('keeps what is written meanwhile, stays until it is told to go, and goes on there as the same member', async () => {
    const window = scene.window(scene.computer('ana'));
    const chat = await window.joined(scene.server.url, 'ana');
    await scene.say(chat, 'before');
    const running = await moved({ tls: 'own' });
    await eventually(() => assert.equal(chat.storage?.state, 'moving'));
    await chat.post(GENERAL, aCid(), 'meanwhile');
    await tell(running.url);
    const to = await isTold(chat);
    assert.equal(chat.storage?.state, 'moved');
    assert.equal(to.pin, running.lease.pin);
    assert.deepEqual([chat.standing.at, window.session.chat], ['online', chat]);
    assert.equal(running.connections(), 0);

    const gone = await goes(window, chat);
    assert.ok(gone.ok);
    window.session.adopt(gone.chat);
    assert.deepEqual({ ...gone.chat.identity, pin: undefined }, { ...chat.identity, pin: undefined });
    await eventually(() => assert.deepEqual(texts(gone.chat), ['before', 'meanwhile']));
    await eventually(() => assert.equal(gone.chat.pending.length, 0));
    const [known] = await window.identities.names(gone.chat.identity.server);
    assert.equal(known?.pin, running.lease.pin);
  });

  it('goes where the server shows another certificate only if that is trusted there', async () => {
    const window = scene.window(scene.computer('ana'));
    const chat = await window.joined(scene.server.url, 'ana');
    const issued = anAuthority().issue();
    const tls = { cert: scene.dir.file('cert.pem'), key: scene.dir.file('key.pem') };
    writeFileSync(tls.cert, issued.cert);
    writeFileSync(tls.key, issued.key);
    const running = await moved({ tls });
    await tell(running.url);
    await isTold(chat);
    assert.deepEqual(await goes(window, chat), { ok: false, ending: 'untrusted' });
    assert.equal(chat.standing.at, 'online');
  });

  it('does not go to another server, whatever that calls itself', async () => {
    const window = scene.window(scene.computer('ana'));
    const chat = await window.joined(scene.server.url, 'ana');
    const stranger = await testServer();
    elsewhere.push(stranger);
    assert.deepEqual(await goes(window, chat, addressOf(stranger.url)), { ok: false, ending: 'otherServer' });
    assert.equal(chat.standing.at, 'online');
    assert.deepEqual(
      (await window.identities.names(chat.identity.server)).map(({ pin }) => pin),
      [undefined],
    );
  });

  it('is told again when it comes back, and that the server goes on here, if it does', async () => {
    const computer = scene.computer('ana');
    const chat = await scene.joined('ana', computer);
    await moved();
    await tell('wss://chat.example.org');
    await isTold(chat);
    const again = await scene.joined('ana', computer);
    assert.equal((await isTold(again)).shown, 'wss://chat.example.org:443');
    await order({ kind: 'moveCancel' });
    await eventually(() => assert.deepEqual([chat.movedTo, chat.storage], [undefined, undefined]));
    await scene.say(chat, 'here after all');
  });

  it('says of a newcomer that comes to the old place what to do', async () => {
    await moved();
    const entered = await scene.window(scene.computer('ben')).join(scene.server.url, 'ben');
    assert.deepEqual(entered, { ok: false, ending: 'moved' });
  });
});

describe('the question whether to go along with a server', () => {
  it('names the whole address, and says where nothing is encrypted', () => {
    const [safe, plain] = [addressOf('wss://chat.example.org'), addressOf('ws://10.0.0.7:12345')];
    assert.equal(moveQuestion(safe), 'The server has moved to wss://chat.example.org:443. Go there?');
    assert.doesNotMatch(moveDetail(safe), /not encrypted/);
    assert.match(moveDetail(plain), /not encrypted/);
  });

  it('is about an encrypted server, where whoever answers it did not say otherwise', () => {
    const shown = (typed: string) => {
      const parsed = parsePlace(typed);
      return parsed.ok ? parsed.value.shown : parsed.reason;
    };
    assert.equal(shown('10.0.0.7:12345'), 'wss://10.0.0.7:12345');
    assert.equal(shown('ws://10.0.0.7:12345'), '10.0.0.7:12345');
    assert.equal(shown('127.0.0.1:12345'), '127.0.0.1:12345');
  });
});
