import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { GENERAL, type MemberId } from '../../../server/protocol/ids';
import { Outbox, type Unsent } from '../../../src/connection/outbox';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { aCid, silent } from '../fixtures';

const ana = `m-${'a'.repeat(32)}` as MemberId;
const ben = `m-${'b'.repeat(32)}` as MemberId;
const unsent = (over: Partial<Unsent> = {}): Unsent => ({
  v: 1, cid: aCid(), room: GENERAL, member: ana, text: 'hello\n“world” 🌍', at: 1, order: 1, ...over,
}); // prettier-ignore

class Killed extends Error {}
const killed = () => {
  throw new Killed();
};

describe('outbox', () => {
  let dir: TempDir;
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());

  it('gives back to the byte what was put, in the order of typing', async () => {
    const outbox = new Outbox(dir.path, silent);
    const messages = [3, 1, 2].map((order) => unsent({ order, text: `text ${order}` }));
    for (const message of messages) await outbox.put(message);
    const adopted = await new Outbox(dir.path, silent).adopt(ana);
    assert.deepEqual(adopted, [messages[1], messages[2], messages[0]]);
  });

  for (const step of ['written', 'renamed'] as const) {
    it(`has the text when its writer is killed right after it was ${step}`, async () => {
      const message = unsent();
      await assert.rejects(new Outbox(dir.path, silent, { [step]: killed }).put(message), Killed);
      assert.deepEqual(await new Outbox(dir.path, silent).adopt(ana), [message]);
      assert.deepEqual(await readdir(dir.path), [`${message.cid}.json`]);
    });
  }

  it('keeps the older text when the newer one was not written to its end', async () => {
    const message = unsent();
    const outbox = new Outbox(dir.path, silent);
    await outbox.put(message);
    await writeFile(dir.file(`${message.cid}.json.tmp`), '{"v":1,"cid":"');
    assert.deepEqual(await outbox.adopt(ana), [message]);
  });

  it('leaves a file that it cannot read where it is', async () => {
    const cid = aCid();
    await writeFile(dir.file(`${cid}.json`), '{"v":1');
    assert.deepEqual(await new Outbox(dir.path, silent).adopt(ana), []);
    assert.equal(await readFile(dir.file(`${cid}.json`), 'utf8'), '{"v":1');
  });

  it('does not give one member what another one typed', async () => {
    const outbox = new Outbox(dir.path, silent);
    await outbox.put(unsent({ member: ben }));
    assert.deepEqual(await outbox.adopt(ana), []);
    assert.equal((await outbox.adopt(ben)).length, 1);
  });

  it('forgets what was removed', async () => {
    const outbox = new Outbox(dir.path, silent);
    const message = unsent();
    await outbox.put(message);
    await outbox.remove(message.cid);
    assert.equal(await outbox.has(message.cid), false);
    assert.deepEqual(await outbox.adopt(ana), []);
  });
});
