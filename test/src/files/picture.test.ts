import assert from 'node:assert/strict';
import { isText, pictureIn } from '../../../src/files/picture';
import { aHugePng, aPng } from './pictures';

const kindOf = (head: Buffer) => {
  const kind = pictureIn(head);
  return kind && `${kind.type} ${kind.width}x${kind.height} ${kind.extension}`;
};

const hex = (...parts: readonly string[]) => Buffer.from(parts.join(''), 'hex');
const gif = Buffer.concat([Buffer.from('GIF89a'), hex('2c01', 'c800', '00')]);
const webp = (chunk: string, body: Buffer) =>
  Buffer.concat([Buffer.from('RIFF'), hex('00000000'), Buffer.from(`WEBP${chunk}`), hex('00000000'), body]);
/** With a segment before the one that has the sizes. */
const jpeg = hex('ffd8', 'ffe00004aabb', 'ffc0', '0011', '08', '00c8', '012c', '03');

describe('what a file is by its bytes', () => {
  it('is a picture of its size for the four kinds that are drawn', () => {
    assert.equal(kindOf(aPng(300, 200)), 'image/png 300x200 .png');
    assert.equal(kindOf(gif), 'image/gif 300x200 .gif');
    assert.equal(kindOf(jpeg), 'image/jpeg 300x200 .jpg');
    assert.equal(kindOf(webp('VP8 ', hex('000000', '9d012a', '2c01', 'c800'))), 'image/webp 300x200 .webp');
    assert.equal(kindOf(webp('VP8L', hex('2f', '2bc13100'))), 'image/webp 300x200 .webp');
    assert.equal(kindOf(webp('VP8X', hex('00000000', '2b0100', 'c70000'))), 'image/webp 300x200 .webp');
  });

  it('is how big a picture says it is, without looking further', () => {
    assert.equal(kindOf(aHugePng(50_000, 50_000)), 'image/png 50000x50000 .png');
  });

  it('is no picture when it only looks like one, ends early, or is drawn by a program', () => {
    const others = [
      Buffer.alloc(0),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      Buffer.from('<!doctype html><script>1</script>'),
      Buffer.from('%PDF-1.7'),
      Buffer.from('PK\u0003\u0004'),
      aPng(3, 2).subarray(0, 18),
      gif.subarray(0, 7),
      jpeg.subarray(0, 14),
      hex('ffd8', 'ffd9'),
      aHugePng(0, 10),
      webp('ANIM', hex('0000')),
    ];
    for (const head of others) assert.equal(kindOf(head), undefined, head.toString('latin1'));
  });

  it('is never looked for without an end', () => {
    const endless = Buffer.concat([hex('ffd8'), Buffer.alloc(100_000, hex('ffe00002'))]);
    assert.equal(kindOf(endless), undefined);
  });

  it('is text when it is UTF-8 without NUL, also where it is cut in a character', () => {
    assert.equal(isText(Buffer.from('a line\nund noch eine: ü')), true);
    assert.equal(isText(Buffer.from('ü').subarray(0, 1)), true);
    assert.equal(isText(Buffer.alloc(0)), true);
    assert.equal(isText(Buffer.from('a\0b')), false);
    assert.equal(isText(aPng(3, 2)), false);
    assert.equal(isText(hex('c328')), false);
  });
});
