import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import { type Team, newsOf } from '../../../src/notifications/news';
import { aMessage } from '../../webview/build';
import { aFile } from '../../webview/buildFiles';
import { memberId } from '../team';

describe('what one may want to be told of', () => {
  it('says which files come, and finds no mention in what they are called', () => {
    const team = { identity: { member: memberId(1) }, people: { me: { name: 'ana' }, all: [] } } as unknown as Team;
    const message = aMessage(1, { text: '', files: [aFile(1, '@ana.png'), aFile(2, 'b.zip')] });
    const news = newsOf(team, GENERAL, message);
    assert.deepEqual([news?.text, news?.isMention], ['[@ana.png, 34 KB]\n[b.zip, 34 KB]', false]);
  });
});
