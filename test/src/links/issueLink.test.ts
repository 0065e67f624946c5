import assert from 'node:assert/strict';
import manifest from '../../../package.json';
import { checkIssueLink } from '../../../src/links/issueLink';

const { properties } = manifest.contributes.configuration;
const { pattern } = properties['alongside.issueLink'];

describe('where the numbers of issues lead', () => {
  it('is a place of one site, or nowhere', () => {
    for (const template of ['https://github.com/owner/repo/issues/{id}', 'http://tracker.lan:8080/?id={id}&x={id}']) {
      assert.deepEqual(checkIssueLink(` ${template} `), { ok: true, template });
      assert.match(template, new RegExp(pattern));
    }
    for (const none of [undefined, '']) assert.deepEqual(checkIssueLink(none), { ok: true, template: undefined });
  });

  const wrong: readonly (readonly [raw: unknown, why: RegExp])[] = [
    [7, /names no place/],
    ['https://github.com/owner/repo/issues/', /names no place/],
    ['https://{id}.evil.test/', /in its host/],
    ['https://good.test{id}', /in its host|not an address/],
    ['javascript:alert({id})', /not an address/],
    ['command:workbench.action.quit?{id}', /not an address/],
    ['vscode://evil.test/{id}', /not an address/],
    ['file:///etc/{id}', /not an address/],
    ['mailto:a{id}@b.test', /not an address/],
    ['https://user:pass@evil.test/{id}', /not an address/],
    ['https://good.test\\@evil.test/{id}', /not an address/],
    ['github.com/owner/repo/{id}', /not an address/],
    ['https://evil.test/\u202e{id}', /not an address/],
    [`https://evil.test/${'a'.repeat(3_000)}{id}`, /not an address/],
  ];
  for (const [raw, why] of wrong) {
    it(`is refused with a sentence: ${String(raw).slice(0, 50)}`, () => {
      const checked = checkIssueLink(raw);
      assert.ok(!checked.ok);
      assert.match(checked.reason, why);
      assert.match(checked.reason, /^The setting alongside\.issueLink .*\.$/);
      assert.doesNotMatch(checked.reason, /evil/);
    });
  }

  it('is not chosen by a folder that is not trusted', () => {
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes('alongside.issueLink'));
  });
});
