import assert from 'node:assert/strict';
import type { RoomId } from '../../server/protocol/ids';
import type { NamedRoom } from '../../webview/protocol/messages';
import { placesIn } from '../../webview/protocol/placeLinks';
import { completion, isOffering } from '../../webview/state/complete';
import { type Linkable, linkableOf, placeName, splitLinks } from '../../webview/state/linkable';
import { noEmoji } from '../../webview/state/picker';
import { parse } from '../../webview/text/parse';
import { HERE, PARSER, THERE, aPlace, linkable } from './build';

const aRoom = (name: string, over: Partial<NamedRoom> = {}): NamedRoom => ({
  id: name.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-') as RoomId,
  kind: 'public',
  name,
  ...over,
});
const know = (names: readonly (string | NamedRoom)[], issues?: string): Linkable =>
  linkableOf(
    linkable(
      names.map((each) => (typeof each === 'string' ? aRoom(each) : each)),
      issues,
    ),
  );
const ISSUES = 'https://example.test/issues/{id}';
const led = (text: string, known: Linkable) =>
  splitLinks(text, known).flatMap(({ text: shown, room, issue }) => (room ? [shown] : issue ? [issue.url] : []));

describe('the name of a room in a text', () => {
  const known = know(['general', 'parser', 'parser-old', 'feature/login', 'Two Words', 'v1.2', 'Größe', '123']);

  it('leads to the room, however it is written, and the longer of two names to that one', () => {
    assert.deepEqual(led('#general, (#PARSER) and #parser-old.', known), ['#general', '#PARSER', '#parser-old']);
    assert.deepEqual(led('see #feature/login! #two words #v1.2, #Größe #Gro\u0308ße #123', known), [
      ...['#feature/login', '#two words', '#v1.2', '#Größe', '#Gro\u0308ße', '#123'],
    ]);
  });

  it('is text in a word, an address, an entity, or where the name goes on', () => {
    const texts = ['a#general', '/#general', '##general', '&#123;', '?x=#general', '#generally', '#general_', '#parser-new', '#v1', '#parser/x', 'general', '# general', '#', '@#general']; // prettier-ignore
    for (const text of texts) assert.deepEqual(led(text, known), [], text);
  });

  it('is text where the reader does not see the room', () =>
    assert.deepEqual(led('#secret and #general', know(['general'])), ['#general']));

  it('means the room that more people can mean, where two have one name', () => {
    const hidden = aRoom('design', { id: 'a' as RoomId, kind: 'private' });
    const open = aRoom('Design', { id: 'z' as RoomId });
    for (const rooms of [[hidden, open], [open, hidden]]) assert.equal(splitLinks('#design', know(rooms))[0]?.room?.id, 'z'); // prettier-ignore
  });

  it('is found in every text without a change of it, and soon', () => {
    const texts = ['', '#', '#'.repeat(10_000), '#general '.repeat(1_500), `#${'a'.repeat(9_000)}`, '#-'.repeat(5_000), '#Two '.repeat(2_000)]; // prettier-ignore
    for (const text of texts) {
      const before = performance.now();
      assert.equal(
        splitLinks(text, know(['general', 'Two Words', 'x'.repeat(120)], ISSUES))
          .map((piece) => piece.text)
          .join(''),
        text,
      );
      assert.ok(performance.now() - before < 500, text.slice(0, 10));
    }
  });
});

describe('the number of an issue in a text', () => {
  it('leads where the setting says, and nowhere without one', () => {
    assert.deepEqual(led('fixes #12, (#345) #6', know([], ISSUES)), [
      ...['https://example.test/issues/12', 'https://example.test/issues/345', 'https://example.test/issues/6'],
    ]);
    assert.deepEqual(led('#12', know([])), []);
  });

  it('is no part of a word, a number, an address, an entity or a colour', () => {
    for (const text of ['a#12', '#12a', '#012', '#0', 'x/y#12', '&#12;', '#1234567890', '#12-3', '#12.5', '#fff'])
      assert.deepEqual(led(text, know([], ISSUES)), [], text);
  });

  it('is an issue also where a room is called so, for who has set where issues lead', () => {
    const issues = know(['123', '123 go'], ISSUES);
    assert.deepEqual(led('#123 or #123 go', issues), ['https://example.test/issues/123', '#123 go']);
    assert.deepEqual(issues.offered, ['123 go']);
  });

  it('leads nowhere by a place that is no address of the web', () => {
    for (const issues of ['javascript:alert({id})', 'command:x?{id}', '{id}', 'https://a@evil.test/{id}'])
      assert.deepEqual(led('#12', know([], issues)), []);
  });
});

describe('completing the name of a room', () => {
  const known = { emoji: noEmoji, names: ['ben'], linkable: know(['parser', 'general', 'Parser old', '.hidden']) };
  const offered = (text: string) => {
    const completing = completion(text, text.length, known);
    return isOffering(completing) ? [completing.sign, ...completing.options.map((option) => option.text)] : [];
  };

  it('offers the rooms that the reader may see, by the beginning of their names', () => {
    assert.deepEqual(offered('#'), ['#', '#general', '#parser', '#Parser old']);
    assert.deepEqual(offered('@ben see #PAR'), ['#', '#parser', '#Parser old']);
    assert.deepEqual(offered('#parser @b'), ['@', '@ben']);
  });

  it('offers nothing in a word, an address, a heading or behind a whole name', () => {
    for (const text of ['a#', '##', '# ', 'https://x/#par', '#general', '#nowhere'])
      assert.deepEqual(offered(text), [], text);
  });
});

describe('a link to a room or a message in a text', () => {
  const known = know(['parser']);
  const kinds = (text: string) =>
    parse(text).flatMap((block) => (block.kind === 'paragraph' ? block.of.map((each) => each.kind) : [block.kind]));

  it('is found whole, whatever stands around it', () => {
    const link = aPlace(HERE, PARSER, 5);
    assert.deepEqual(kinds(link), ['place']);
    for (const text of [`see ${link}.`, `**x** (${link})`, `${link}, and`, `${link}\nmore`])
      assert.equal(kinds(text).filter((kind) => kind === 'place').length, 1, text);
    assert.deepEqual(placesIn(`${link} x ${aPlace(THERE, PARSER)} ${link}`, 2).map(({ seq }) => seq), [5, undefined]); // prettier-ignore
  });

  it('is text in code, in another link, and where it is not whole', () => {
    const link = aPlace(HERE, PARSER, 5);
    const texts = [`\`${link}\``, `\`\`\`\n${link}\n\`\`\``, `[${link}](https://example.test)`, `[x](${link})`, `<${link}>`, `${link}6x`, `${link}&x=1`, link.replace('id=s-', 'id='), link.replace('alongside.alongside', 'alongside.evil')]; // prettier-ignore
    for (const text of texts) assert.ok(!kinds(text).includes('place'), text);
  });

  it('is called what is known of it, and nothing of another team’s', () => {
    const [message, room] = [placesIn(aPlace(HERE, PARSER, 5), 1)[0]!, placesIn(aPlace(HERE, PARSER), 1)[0]!];
    assert.equal(placeName(message, known, { name: 'ana', time: '10:42' }), '#parser · ana, 10:42');
    assert.deepEqual([placeName(message, known), placeName(room, known)], ['#parser', '#parser']);
    assert.deepEqual([placeName(message, know([])), placeName(room, know([]))], ['message', 'room']);
    assert.equal(placeName(placesIn(aPlace(THERE, PARSER, 5), 1)[0]!, known), 'message');
  });
});
