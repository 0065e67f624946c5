import assert from 'node:assert/strict';
import { t } from '@vscode/l10n';
import { directionOf, plural, speak, spokenLanguage } from '../../webview/protocol/language';

describe('the language of the texts', () => {
  afterEach(() => speak('en', undefined));

  it('is that of the editor where there are texts in it, and English otherwise', () => {
    assert.equal(t('Show {0}', 'Log'), 'Show Log');
    speak('de', { 'Show {0}': '{0} anzeigen' });
    assert.deepEqual([spokenLanguage(), t('Show {0}', 'Log'), t('Join')], ['de', 'Log anzeigen', 'Join']);
    speak('fr', undefined);
    assert.deepEqual([spokenLanguage(), t('Show {0}', 'Log')], ['en', 'Show Log']);
  });

  it('takes what is put into a text as it is, also where that looks like a place', () => {
    assert.equal(t('{0} and {1}', '{1}', '$&'), '{1} and $&');
  });

  it('counts as the language does', () => {
    assert.deepEqual([0, 1, 2].map((count) => plural(count, 'one', 'more')), ['more', 'one', 'more']); // prettier-ignore
    speak('fr', {});
    assert.deepEqual([0, 1, 2].map((count) => plural(count, 'one', 'more')), ['one', 'one', 'more']); // prettier-ignore
  });

  it('runs from the right where its script does', () => {
    assert.deepEqual(['ar', 'he-IL', 'fa', 'de', 'en-US', 'arn', ''].map(directionOf), [
      ...['rtl', 'rtl', 'rtl'],
      ...['ltr', 'ltr', 'ltr', 'ltr'],
    ]);
  });
});
