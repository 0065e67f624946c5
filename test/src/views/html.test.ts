import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/views/html';

const parts = {
  cspSource: 'https://page.example',
  script: 'https://page.example/a.js',
  style: 'https://page.example/a.css',
  language: 'en',
  texts: undefined,
};
const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

describe('the HTML of the page', () => {
  it('lets the page load its own files and nothing else, send nothing anywhere, and run no script but its own', () => {
    const policy = policyOf(pageHtml(parts)).replace(/'nonce-[^']*'/, 'NONCE');
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      'script-src NONCE',
      'style-src https://page.example',
      'font-src https://page.example',
      'img-src https://page.example data:',
    ]);
  });

  it('says in which language and direction it is, and carries what it says in another than English', () => {
    assert.match(pageHtml(parts), /<html lang="en" dir="ltr">/);
    assert.doesNotMatch(pageHtml(parts), /name="texts"/);
    assert.match(pageHtml({ ...parts, language: 'he' }), /<html lang="en" dir="rtl">/);
    const german = pageHtml({ ...parts, language: 'de', texts: { 'a <b> & "c"': '</head>' } });
    assert.match(german, /<html lang="de" dir="ltr">/);
    assert.ok(
      german.includes(
        '<meta name="texts" content="{&quot;a &lt;b> &amp; \\&quot;c\\&quot;&quot;:&quot;&lt;/head>&quot;}">',
      ),
    );
  });

  it('has another nonce each time, and the one script has it', () => {
    const pages = [pageHtml(parts), pageHtml(parts)];
    const nonces = pages.map((html) => /'nonce-([\w+/=]{20,})'/.exec(policyOf(html))?.[1]);
    assert.notEqual(nonces[0], nonces[1]);
    pages.forEach((html, i) =>
      assert.deepEqual(html.match(/<script[^>]*>/g), [`<script nonce="${nonces[i]}" src="${parts.script}">`]),
    );
  });
});
