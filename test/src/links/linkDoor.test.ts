import assert from 'node:assert/strict';
import { type Answer, linkDoor } from '../../../src/links/linkDoor';
import type { Target } from '../../../webview/protocol/links';

/** A reader who answers when told to, and what was opened. */
function scene(kept?: unknown) {
  const memory = new Map<string, unknown>([['links.always', kept]]);
  const asked: Target[] = [];
  const opened: string[] = [];
  let answer = (_answer: Answer) => {};
  const follow = linkDoor({
    memory: { get: (key) => memory.get(key), set: (key, value) => void memory.set(key, value) },
    ask(target) {
      asked.push(target);
      return new Promise((resolve) => (answer = resolve));
    },
    open(url) {
      opened.push(url);
      return Promise.resolve();
    },
  });
  const answered = async (url: string, said: Answer) => {
    const following = follow(url);
    answer(said);
    await following;
  };
  return { memory, asked, opened, follow, answered };
}

describe('a link of a message', () => {
  it('is asked about, by its whole host, before anything is opened', async () => {
    const { follow, answered, asked, opened } = scene();
    void follow('https://accounts.good.test.evil.example:8443/good.test');
    assert.deepEqual(
      asked.map(({ host }) => host),
      ['accounts.good.test.evil.example:8443'],
    );
    assert.deepEqual(opened, []);
    const other = scene();
    await other.answered('https://example.test/a?b=c', 'once');
    assert.deepEqual(other.opened, ['https://example.test/a?b=c']);
    await answered('https://example.test/', 'no');
    assert.deepEqual(opened, []);
  });

  it('is asked about again, unless the reader has said otherwise of that very host', async () => {
    const { follow, answered, asked, opened } = scene();
    await answered('https://example.test/1', 'once');
    await answered('https://example.test/2', 'always');
    await follow('https://example.test/3');
    assert.deepEqual([asked.length, opened.length], [2, 3]);
    for (const url of ['http://example.test/', 'https://example.test:444/', 'https://www.example.test/']) {
      await answered(url, 'no');
    }
    assert.deepEqual([asked.length, opened.length], [5, 3]);
  });

  it('is asked about every time where it is a mail', async () => {
    const { answered, asked, memory } = scene();
    await answered('mailto:ana@example.test', 'once');
    await answered('mailto:ana@example.test', 'no');
    assert.deepEqual([asked.length, memory.get('links.always')], [2, undefined]);
  });

  it('comes to nothing when it is none, whatever the page says', async () => {
    const { follow, asked, opened } = scene();
    for (const url of ['command:x', 'file:///etc/passwd', 'vscode://x/y', 'https://good.test@evil.test', '', 'x']) {
      await follow(url);
    }
    assert.deepEqual([asked, opened], [[], []]);
  });

  it('is dropped while another one is asked about', async () => {
    const { follow, answered, asked, opened } = scene();
    const first = answered('https://example.test/', 'no');
    await Promise.all(Array.from({ length: 50 }, () => follow('https://evil.test/')));
    await first;
    assert.deepEqual([asked.length, opened.length], [1, 0]);
    await answered('https://example.test/', 'once');
    assert.equal(opened.length, 1);
  });

  it('does not trust what is no list of hosts', async () => {
    for (const kept of ['https://example.test', { 0: 'https://example.test' }, [null, 3]]) {
      const { answered, asked } = scene(kept);
      await answered('https://example.test/', 'no');
      assert.equal(asked.length, 1);
    }
  });
});
