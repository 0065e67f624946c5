import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/views/html';

const parts = {
  cspSource: 'https://page.example',
  script: 'https://page.example/a.js',
  style: 'https://page.example/a.css',
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

  it('has another nonce each time, and the one script has it', () => {
    const pages = [pageHtml(parts), pageHtml(parts)];
    const nonces = pages.map((html) => /'nonce-([\w+/=]{20,})'/.exec(policyOf(html))?.[1]);
    assert.notEqual(nonces[0], nonces[1]);
    pages.forEach((html, i) =>
      assert.deepEqual(html.match(/<script[^>]*>/g), [`<script nonce="${nonces[i]}" src="${parts.script}">`]),
    );
  });
});
