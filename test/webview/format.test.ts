import assert from 'node:assert/strict';
import { type Format, format } from '../../webview/state/format';

/** The text afterwards. `«»` stand around what is selected, before and after. */
function formatted(how: Format, marked: string): string {
  const from = marked.indexOf('«');
  const to = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const { put, selected, ...place } = format(how, { text, from, to });
  const after = text.slice(0, place.from) + put + text.slice(place.to);
  return `${after.slice(0, selected[0])}«${after.slice(selected[0], selected[1])}»${after.slice(selected[1])}`;
}

describe('formatting by key', () => {
  it('puts marks around what is selected, beside no blank, and takes them away again', () => {
    assert.equal(formatted('bold', 'a «b c» d'), 'a **«b c»** d');
    assert.equal(formatted('bold', 'a **«b c»** d'), 'a «b c» d');
    assert.equal(formatted('italic', 'a« b »c'), 'a _«b»_ c');
    assert.equal(formatted('strike', '«»'), '~~«»~~');
    assert.equal(formatted('strike', '~~«»~~'), '«»');
    assert.equal(formatted('code', 'x «y»'), 'x `«y»`');
  });

  it('makes a block of code of several lines', () => {
    assert.equal(formatted('code', 'a «b\nc» d'), 'a \n```\n«b\nc»\n```\n d');
    assert.equal(formatted('code', '«b\nc\n»d'), '```\n«b\nc»\n```\nd');
  });

  it('makes lists and quotes of whole lines, and lines of them again', () => {
    assert.equal(formatted('bullets', 'a\nb«c\nd»e\nf'), 'a\n«- bc\n- de»\nf');
    assert.equal(formatted('bullets', 'a\n«- bc\n- de»\nf'), 'a\n«bc\nde»\nf');
    assert.equal(formatted('numbers', '«a\nb\n»c'), '«1. a\n2. b»\nc');
    assert.equal(formatted('numbers', '«1. a\n12) b»'), '«a\nb»');
    assert.equal(formatted('quote', 'a«»b'), '> a«»b');
    assert.equal(formatted('quote', '> a«»b'), 'a«»b');
    assert.equal(formatted('quote', '«»'), '> «»');
  });
});
