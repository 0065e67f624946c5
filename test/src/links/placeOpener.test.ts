import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RoomId, ServerId } from '../../../server/protocol/ids';
import { linkQuestion } from '../../../src/invites/inviteSentences';
import { type LinkedPlace, parsePlaceLink } from '../../../src/links/placeLink';
import { placeOpener } from '../../../src/links/placeOpener';
import { placeLink } from '../../../webview/protocol/placeLinks';

const HERE = ServerId.parse(`s-${'1'.repeat(32)}`);
const THERE = ServerId.parse(`s-${'2'.repeat(32)}`);
const room = RoomId.parse('design');
const to = (server: ServerId, address = 'wss://chat.example:443', seq?: number) =>
  placeLink('vscode', { address, server, room, seq });
const said = (query: string, path = '/show') => `vscode://alongside.alongside${path}?${query}`;
const query = (over: Readonly<Record<string, string>> = {}) =>
  Object.entries({ server: 'chat.example:80', id: HERE, room, message: '5', ...over })
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** A reader who has joined one team and answers when told to, and what came of each link. */
function scene(joinedThere = THERE) {
  let joined: ServerId | undefined = HERE;
  let answer = (_isYes: boolean) => {};
  const did: (readonly [what: string, place?: LinkedPlace])[] = [];
  const open = placeOpener({
    joined: () => joined,
    refuse: (reason) => void did.push([reason]),
    consents(place) {
      did.push(['asked', place]);
      return new Promise((resolve) => (answer = resolve));
    },
    join(place) {
      did.push(['joined', place]);
      joined = joinedThere;
      return Promise.resolve(true);
    },
    show(place) {
      did.push(['shown', place]);
      return Promise.resolve();
    },
  });
  return { open, did, what: () => did.map(([what]) => what), answer: (isYes: boolean) => answer(isYes) };
}

describe('a link to a room or a message', () => {
  it('of the team that is joined is shown, whatever address it names', async () => {
    const { open, did, what } = scene();
    await open(to(HERE, 'elsewhere.example:1', 7));
    assert.deepEqual(what(), ['shown']);
    assert.deepEqual([did[0]?.[1]?.room, did[0]?.[1]?.seq], [room, 7]);
  });

  it('of another team is asked about before anything else, by its whole host', async () => {
    const { open, did, what, answer } = scene();
    const opened = open(to(THERE, 'wss://evil.example:443', 7));
    assert.deepEqual(what(), ['asked']);
    const { address } = did[0]![1]!;
    assert.match(linkQuestion({ address, leadsTo: 'message' }, undefined).yes, /wss:\/\/evil\.example:443/);
    await Promise.all(Array.from({ length: 100 }, () => open(to(THERE))));
    assert.deepEqual(what(), ['asked'], 'what comes meanwhile is dropped');
    answer(true);
    await opened;
    assert.deepEqual(what(), ['asked', 'joined', 'shown']);
  });

  it('of another team comes to nothing when the reader does not want it', async () => {
    const { open, what, answer } = scene();
    const opened = open(to(THERE));
    answer(false);
    await opened;
    assert.deepEqual(what(), ['asked']);
  });

  it('shows nothing where another team is at its address', async () => {
    const { open, what, answer } = scene(ServerId.parse(`s-${'3'.repeat(32)}`));
    const opened = open(to(THERE));
    answer(true);
    await opened;
    assert.deepEqual(what(), ['asked', 'joined', 'Another team than that of the link is at its address.']);
  });

  it('is read back as it was written, and as the editor hands it over', () => {
    for (const address of ['127.0.0.1:12345', 'wss://chat.example.org:443', '[::1]:12345', 'wss://[fe80::1]:8443'])
      for (const seq of [undefined, 1, 999_999]) {
        const link = to(HERE, address, seq);
        for (const raw of [link, decodeURIComponent(link), ` ${link}\n`, link.replace('vscode', 'code-oss')]) {
          const parsed = parsePlaceLink(raw);
          assert.ok(parsed.ok, raw);
          const { value } = parsed;
          assert.deepEqual([value.address.shown, value.server, value.room, value.seq], [address, HERE, room, seq]);
        }
      }
  });

  it('holds nothing but where it leads', () => {
    assert.deepEqual([...new URL(to(HERE, undefined, 7)).searchParams.keys()], ['server', 'id', 'room', 'message']);
    assert.equal(new URL(to(HERE)).hash, '');
  });

  const hostile: readonly (readonly [what: string, link: string])[] = [
    ['another extension', said(query()).replace('alongside.alongside', 'alongside.alongside.evil')],
    ['another path', said(query(), '/shown')],
    ['a name in front of the host', said(query({ server: 'good@evil.example' }))],
    ['a path on the server', said(query({ server: 'wss://evil.example/admin' }))],
    ['a query on the server', said(query({ server: 'wss://evil.example/chat%3Fx' }))],
    ['a web page for a server', said(query({ server: 'https://evil.example' }))],
    ['a command for a server', said(query({ server: 'command:quit' }))],
    ['a host that would be drawn with an icon', said(query({ server: 'wss://%24(verified).example' }))],
    ['a host that would not be shown whole', said(query({ server: `wss://team.${'a'.repeat(70)}.evil` }))],
    ['a hidden character', said(query({ server: 'wss://%E2%80%AEevil.example' }))],
    ['what cannot be decoded', said(query({ server: '%E0%A4%A' }))],
    ['no server', said(query({ server: '' }))],
    ['the id of no server', said(query({ id: 's-1' }))],
    ['the id of no room', said(query({ room: '..' }))],
    ['no number', said(query({ message: '-1' }))],
    ['a number that is none', said(query({ message: '9'.repeat(16) }))],
    ['something behind', said(`${query()}&message=6`)],
    ['a fragment', said(`${query()}#secret`)],
    ['nothing', ''],
  ];
  for (const [what, link] of hostile) {
    it(`is refused with a sentence that repeats nothing of it: ${what}`, async () => {
      const { open, what: did } = scene();
      await open(link);
      assert.equal(did().length, 1);
      assert.match(did()[0] ?? '', /^[A-Z][\x20-\x7e]*\.$/);
      assert.doesNotMatch(did()[0] ?? '', /evil|good/);
    });
  }

  it('never leads anywhere that its parsed address does not show, whatever it is made of', () => {
    const pieces = ['vscode', '://alongside.alongside/show?', 'server=', '&id=', HERE, '&room=', room, '&message=', '5', '@', ':', '%', '%40', '/', 'wss://', 'a.example', '\u202e', ' ', '#']; // prettier-ignore
    const any = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 14 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(any, (link) => {
        const parsed = parsePlaceLink(link);
        if (!parsed.ok) return;
        const { address } = parsed.value;
        assert.ok(address.url.includes(address.shown.replace(/^wss:\/\//, '')));
        assert.match(address.url, /^wss?:\/\/[^/@]+\/chat$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
