import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/node';

/** Lines of a style sheet that name a side which a page from right to left has elsewhere. */
const sided = (css: string): string[] =>
  css.split('\n').filter((line) => {
    const [, property = '', value = ''] = /^\s*([\w-]+): (.*);$/.exec(line) ?? [];
    const [, right, , left] = value.split(' ');
    return (
      /(^|-)(left|right)(-|$)/.test(property) ||
      (/^(float|clear)$/.test(property) && /left|right/.test(value)) ||
      (/^(padding|margin|inset)$/.test(property) && left !== undefined && left !== right)
    );
  });

describe('the style sheets', () => {
  it('name no side but by where text begins and ends', () => {
    const sheets = readdirSync(path.join(root, 'webview'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css')); // prettier-ignore
    assert.ok(sheets.length > 10);
    for (const sheet of sheets)
      assert.deepEqual(sided(readFileSync(path.join(root, 'webview', sheet), 'utf8')), [], sheet);
  });

  it('would be seen to', () => {
    const css = '  left: 0;\n  margin-right: 2px;\n  padding: 1px 2px 3px 4px;\n  padding: 1px 2px 3px 2px;\n  inset-inline-start: 0;'; // prettier-ignore
    assert.equal(sided(css).length, 3);
  });
});
