import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { newAddress } from '../../../server/move/move';
import { Mover } from '../../../server/move/mover';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';

describe('a server that is about to move', () => {
  let dir: TempDir;
  let done: string[];
  let earlier: PromiseWithResolvers<void>;
  beforeEach(() => {
    dir = tempDir();
    done = [];
    earlier = Promise.withResolvers();
  });
  afterEach(() => dir[Symbol.dispose]());

  const mover = () =>
    new Mover({
      dataDir: dir.path,
      log: silentLog,
      ownPin: () => undefined,
      journal: {
        setMoved: (isMoved) =>
          void done.push(`${isMoved ? 'holds' : 'goes on'}, ${isMarked() ? 'marked' : 'not marked'}`),
        noBackup: () => earlier.promise,
      },
    });
  const isMarked = () => existsSync(dir.file('moved.json'));

  it('holds before it is copied, and is not copied by what began to copy it before', async () => {
    const begun = mover().answer({ kind: 'moveOut' }, () => {
      done.push('copied');
      return Promise.resolve('copy');
    });
    assert.deepEqual(done, ['holds, marked']);
    earlier.resolve();
    assert.equal(((await begun) as { readonly backup: string }).backup, 'copy');
    assert.deepEqual(done, ['holds, marked', 'copied']);
  });

  it('goes on where it cannot be copied', async () => {
    earlier.resolve();
    const under = mover();
    await assert.rejects(
      under.answer({ kind: 'moveOut' }, () => Promise.reject(new Error('full')))!,
      /full/,
    );
    assert.deepEqual(done, ['holds, marked', 'goes on, not marked']);
    assert.equal(under.told, undefined);
  });

  it('has moved also where it cannot be read where to', () => {
    writeFileSync(dir.file('moved.json'), '{"at":');
    assert.deepEqual(mover().told, {});
  });

  it('leaves to others what it was not asked for', () => {
    assert.equal(
      mover().answer({ kind: 'people' }, () => Promise.resolve('')),
      undefined,
    );
  });
});

describe('the address of a moved server', () => {
  for (const [typed, address] of [
    ['chat.example.org', 'wss://chat.example.org:443'],
    ['10.0.0.7:12345', 'wss://10.0.0.7:12345'],
    ['ws://10.0.0.7:80/chat', 'ws://10.0.0.7:80'],
    ['ws://10.0.0.7', 'ws://10.0.0.7:12345'],
    ['wss://[fd00::1]:12345', 'wss://[fd00::1]:12345'],
    ['https://chat.example.org', undefined],
    ['wss://ana@chat.example.org', undefined],
    ['wss://chat.example.org/elsewhere', undefined],
    ['', undefined],
    [`${'a'.repeat(300)}.example`, undefined],
  ] as const) {
    it(`${typed.slice(0, 40)} is ${address ?? 'none'}`, () => assert.equal(newAddress(typed), address));
  }
});
