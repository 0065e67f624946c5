import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { BadSeal, seal, unseal } from '../../../server/move/sealed';

const PASSPHRASE = 'ABCDEFGHJK';
/** As cheap as it gets: what it costs is not asked here. */
const COST = 2;
const PIECE = 64 * 1024;

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

const sealed = (plain: Uint8Array, passphrase = PASSPHRASE) => all(seal(inPieces(plain, 10_007), passphrase, COST));

function* cut(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const inPieces = (bytes: Uint8Array, size: number) => Readable.from(cut(bytes, size));

/** What came out before the fault, and the fault. */
async function opened(bytes: Uint8Array, passphrase = PASSPHRASE, size = 4_099) {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of unseal(inPieces(bytes, size), passphrase)) pieces.push(piece);
    return { plain: Buffer.concat(pieces), fault: undefined };
  } catch (error) {
    assert.ok(error instanceof BadSeal, String(error));
    return { plain: Buffer.concat(pieces), fault: error.fault };
  }
}

describe('what is sealed with a passphrase', () => {
  for (const size of [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5]) {
    it(`comes out as it went in, in pieces of any size: ${size} bytes`, async () => {
      const plain = randomBytes(size);
      const bytes = await sealed(plain);
      for (const pieces of [1_000_000, 777]) {
        const { plain: back, fault } = await opened(bytes, PASSPHRASE, pieces);
        assert.deepEqual([fault, back.equals(plain)], [undefined, true]);
      }
    });
  }

  it('is another text each time, and says nothing of what is in it', async () => {
    const plain = Buffer.alloc(1_000, 'secret');
    const [one, other] = [await sealed(plain), await sealed(plain)];
    assert.ok(!one.equals(other));
    assert.ok(!one.includes('secret'));
  });

  it('does not open with another passphrase', async () => {
    assert.deepEqual(await opened(await sealed(randomBytes(10)), 'another'), {
      plain: Buffer.alloc(0),
      fault: 'wrongPassphrase',
    });
  });

  it('is not opened where its end is missing, wherever it was cut, nor let out further than it is known to be right', async () => {
    const plain = randomBytes(2 * PIECE + 100);
    const bytes = await sealed(plain);
    const header = bytes.length - plain.length - 3 * (4 + 16);
    const places = [0, 1, 2].flatMap((piece) => {
      const at = header + piece * (PIECE + 20);
      return [at - 1, at, at + 1, at + 3, at + 4, at + 5];
    });
    for (const at of [...Array.from({ length: header }, (_, i) => i), ...places, bytes.length - 16, bytes.length - 1]) {
      const { plain: out, fault } = await opened(bytes.subarray(0, at));
      assert.equal(fault, at === 0 ? 'notOne' : 'cut', `cut at ${at}`);
      assert.ok(plain.subarray(0, out.length).equals(out));
    }
  });

  it('is not opened where a single bit is another, anywhere', async () => {
    const plain = randomBytes(300);
    const bytes = await sealed(plain);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at % 8)), at);
      const { plain: out, fault } = await opened(changed);
      assert.ok(fault !== undefined && fault !== 'wrongPassphrase', `byte ${at}: ${String(fault)}`);
      assert.equal(out.length, 0);
    }
  });

  it('is not opened where pieces are missing, stand elsewhere, or stand behind its end', async () => {
    const bytes = await sealed(randomBytes(3 * PIECE));
    const piece = PIECE + 20;
    const header = bytes.length - 3 * piece;
    const part = (i: number) => bytes.subarray(header + i * piece, header + (i + 1) * piece);
    const head = bytes.subarray(0, header);
    for (const pieces of [
      [part(1), part(2)],
      [part(1), part(0), part(2)],
      [part(0), part(2)],
      [part(0), part(1), part(1), part(2)],
      [part(0), part(1), part(2), part(2)],
      [part(0), part(1), part(2), Buffer.from('x')],
    ]) {
      assert.equal((await opened(Buffer.concat([head, ...pieces]))).fault, 'damaged');
    }
  });

  it('is not opened where a piece was made the last one that was not', async () => {
    const bytes = await sealed(randomBytes(3 * PIECE));
    const cutOff = Buffer.from(bytes.subarray(0, bytes.length - (PIECE + 20)));
    const last = cutOff.length - (PIECE + 20);
    cutOff.writeUInt8(cutOff.readUInt8(last) | 0x80, last);
    const { plain, fault } = await opened(cutOff);
    assert.deepEqual([fault, plain.length], ['damaged', PIECE]);
  });

  it('says so where it is something else, or was made by a later version', async () => {
    assert.equal((await opened(Buffer.from('SQLite format 3'))).fault, 'notOne');
    const later = await sealed(randomBytes(10));
    later.writeUInt8(2, 18);
    assert.equal((await opened(later)).fault, 'newer');
  });

  it('does not let whoever made it decide how much memory it takes to open', async () => {
    const bytes = await sealed(randomBytes(10));
    bytes.writeUInt8(30, 19);
    createHash('sha256').update(bytes.subarray(0, 52)).digest().copy(bytes, 52, 0, 8);
    assert.equal((await opened(bytes)).fault, 'damaged');
  });
});
