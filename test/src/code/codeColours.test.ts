import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Colouring } from '../../../webview/protocol/colouring';
import { CodeColours, type ColourThread, type ThreadEvents } from '../../../src/code/codeColours';
import { startColourThread } from '../../../src/code/colourThread';
import type { ToThread } from '../../../src/highlight/thread';
import { root } from '../../helpers/node';
import { tempDir } from '../../helpers/tempDir';
import { fakeClock } from '../fakeClock';
import { silent } from '../fixtures';
import { aLook, anExtension } from '../highlight/anExtension';

const BLUE: Colouring = { inks: [{ font: 0, colour: '#0000FF' }], runs: [3, 0] };
const aCode = (code: string, language = 'ts') => ({ theme: 'Dusk', language, code });

interface FakeThread extends ColourThread {
  readonly events: ThreadEvents;
  readonly posted: ToThread[];
  isEnded: boolean;
  answer(colouring?: Colouring): void;
}

describe('the colours of code', () => {
  const clock = fakeClock();
  let threads: FakeThread[];
  let colours: CodeColours;
  beforeEach(() => {
    threads = [];
    colours = new CodeColours({ start, clock, log: silent });
  });
  afterEach(() => colours.dispose());
  const start = (events: ThreadEvents): ColourThread => {
    const posted: ToThread[] = [];
    const thread: FakeThread = {
      events,
      posted,
      isEnded: false,
      post: (message) => void posted.push(message),
      end: () => (thread.isEnded = true),
      answer: (colouring) => events.said({ kind: 'painted', id: posted.at(-1)!.id, colouring }),
    };
    threads.push(thread);
    return thread;
  };
  const asked = () => threads.flatMap(({ posted }) => posted.map(({ code }) => code.code));

  it('need no thread before there is code, and ask it for one at a time', async () => {
    assert.equal(threads.length, 0);
    const both = [colours.of(aCode('a')), colours.of(aCode('b'))];
    assert.deepEqual(asked(), ['a']);
    threads[0]!.answer(BLUE);
    assert.deepEqual(asked(), ['a', 'b']);
    threads[0]!.answer();
    assert.deepEqual(await Promise.all(both), [BLUE, undefined]);
  });

  it('are made once for the same code, language and theme', async () => {
    const first = colours.of(aCode('a'));
    threads[0]!.answer(BLUE);
    assert.deepEqual(await Promise.all([first, colours.of(aCode('a'))]), [BLUE, BLUE]);
    void colours.of(aCode('a', 'go'));
    void colours.of({ ...aCode('a'), theme: 'Dawn' });
    threads[0]!.answer();
    assert.deepEqual(asked(), ['a', 'a', 'a']);
  });

  it('keep a number of them', () => {
    for (let i = 0; i < 301; i += 1) {
      void colours.of(aCode(String(i)));
      threads[0]!.answer(BLUE);
    }
    void colours.of(aCode('300'));
    void colours.of(aCode('0'));
    assert.deepEqual(asked().slice(-2), ['300', '0']);
  });

  it('are given up when they take too long, with the thread and that language, and go on with what waits', async () => {
    const [lost, other] = [colours.of(aCode('a')), colours.of(aCode('b', 'go'))];
    clock.advance(20_000);
    assert.equal(await lost, undefined);
    assert.deepEqual([threads[0]!.isEnded, threads.length, asked()], [true, 2, ['a', 'b']]);
    threads[0]!.answer(BLUE);
    threads[1]!.answer(BLUE);
    assert.deepEqual(await other, BLUE);
    assert.equal(await colours.of(aCode('c')), undefined);
    assert.deepEqual(asked(), ['a', 'b']);
  });

  it('are given up when the thread ends by itself', async () => {
    const lost = colours.of(aCode('a'));
    threads[0]!.events.ended('out of memory');
    assert.equal(await lost, undefined);
    void colours.of(aCode('b', 'go'));
    assert.equal(threads.length, 2);
  });

  it('give the thread back after a rest, and start another one when there is code again', () => {
    void colours.of(aCode('a'));
    threads[0]!.answer(BLUE);
    assert.equal(threads[0]!.isEnded, false);
    clock.advance(120_000);
    assert.equal(threads[0]!.isEnded, true);
    void colours.of(aCode('b'));
    assert.equal(threads.length, 2);
  });

  it('are made anew when the editor has other extensions or settings', async () => {
    let changes = 0;
    colours.changed.on(() => (changes += 1));
    const [doing, waiting] = [colours.of(aCode('a')), colours.of(aCode('b'))];
    colours.renew();
    assert.deepEqual([await doing, await waiting, changes], [undefined, undefined, 1]);
    void colours.of(aCode('a'));
    assert.deepEqual([threads.length, asked()], [2, ['a', 'a']]);
  });
});

describe('the thread that colours code', function () {
  this.timeout(60_000);

  it('colours by the files of extensions, and is ended where a pattern takes for ever', async () => {
    using dir = tempDir();
    const grammar = (scopeName: string, match: string) => ({ scopeName, patterns: [{ match, name: 'keyword' }] });
    const extension = anExtension(
      dir,
      {
        themes: [{ label: 'Dusk', path: './dusk.json' }],
        languages: [{ id: 'good' }, { id: 'endless' }],
        grammars: [
          { language: 'good', scopeName: 'source.good', path: './good.json' },
          { language: 'endless', scopeName: 'source.endless', path: './endless.json' },
        ],
      },
      {
        'dusk.json': { tokenColors: [{ scope: 'keyword', settings: { foreground: '#0000FF' } }] },
        'good.json': grammar('source.good', 'let'),
        'endless.json': grammar('source.endless', '^(a|a|a)*b$'),
      },
    );
    const clock = fakeClock();
    const started: Worker[] = [];
    const keep = (worker: Worker) => void started.push(worker);
    process.on('worker', keep);
    const script = path.join(root, 'dist/highlight.js');
    const colours = new CodeColours({
      start: (events) => startColourThread(script, aLook([extension]), events),
      clock,
      log: silent,
    });
    assert.deepEqual((await colours.of(aCode('let', 'good')))?.inks, BLUE.inks);
    const endless = colours.of(aCode('a'.repeat(60), 'endless'));
    clock.advance(20_000);
    assert.equal(await endless, undefined);
    await once(started[0]!, 'exit');
    process.off('worker', keep);
    assert.deepEqual((await colours.of(aCode('let it', 'good')))?.inks, BLUE.inks.concat({ font: 0 } as never));
    colours.dispose();
  });
});
