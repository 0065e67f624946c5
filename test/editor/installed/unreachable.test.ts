import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseInviteLink } from '../../../src/invites/inviteLink';
import { eventually } from '../../helpers/eventually';
import { clipboard, palette, quickInput, quickPick, screenshot, toast } from './actions';
import { type ChatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { storedFiles } from './storage';

/** The tests are one story, in order. */
describe('an invite to a server that others cannot reach, in VS Code', function () {
  this.timeout(60_000);
  let editors: Editors<'ana'>;
  let chat: ChatPage;
  const page = () => editors.of.ana.page;
  const picture = (name: string) => screenshot(page(), `invites-${name}`);
  const linkIn = (text: string) => {
    const parsed = parseInviteLink(text);
    assert.ok(parsed.ok, text);
    return parsed.value;
  };
  const detour = async (label: RegExp, told: RegExp) => {
    await palette(page(), 'Team Chat: Copy Invite Link');
    await quickInput(page())
      .getByPlaceholder(/^Others cannot reach this server/)
      .waitFor();
    await picture('unreachable');
    await quickPick(page(), label);
    await toast(page(), told).waitFor();
  };

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana'] });
    await startServer(editors.of.ana, editors.chatPort);
    chat = await joinByAddress(editors.of.ana, editors);
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('is said to be none, and comes with the line for SSH', async () => {
    await detour(/Copy with the SSH Line/, /An invite link and the SSH line are in the clipboard/);
    const [ssh, link] = (await clipboard(page())).split('\n');
    const port = editors.chatPort;
    assert.match(ssh ?? '', new RegExp(`^ssh -N -L ${port}:127\\.0\\.0\\.1:${port} \\S+$`));
    assert.equal(linkIn(link ?? '').address.shown, `127.0.0.1:${port}`);
  });

  it('can be had as it is', async () => {
    await detour(/Copy It As It Is/, new RegExp(`to 127\\.0\\.0\\.1:${editors.chatPort} is in the clipboard`));
    assert.ok(linkIn(await clipboard(page())).address.isLoopback);
  });

  it('becomes one to the network when that is let in, and whoever is there stays', async () => {
    await detour(/Let the Network In/, /An invite link to wss:\/\/.* is in the clipboard/);
    const { address } = linkIn(await clipboard(page()));
    assert.ok(!address.isLoopback && address.shown.endsWith(`:${editors.chatPort}`), address.shown);
    assert.match(address.pin ?? '', /^[\w-]{43}$/);
    await picture('network-let-in');
    await chat.say('Still here');
    await chat.message('Still here').getByTitle('Stored on the server').waitFor();
    const [lease = ''] = storedFiles(editors.of.ana, 'server.json');
    assert.equal((JSON.parse(readFileSync(lease, 'utf8')) as { host: string }).host, '0.0.0.0');
  });

  it('is asked about no more from then on', async () => {
    const before = await clipboard(page());
    await palette(page(), 'Team Chat: Copy Invite Link');
    const now = await eventually(async () => {
      const text = await clipboard(page());
      assert.notEqual(text, before);
      return text;
    });
    assert.equal(linkIn(now).address.shown, linkIn(before).address.shown);
  });
});
