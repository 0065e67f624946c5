import assert from 'node:assert/strict';
import { type FileId, GENERAL } from '../../server/protocol/ids';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { BEN, ME, PARSER, aMessage, aNotice, aRoom, aSnapshot, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

describe('the page of a room', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));

  const parser = aRoom({ id: PARSER, kind: 'private', title: 'parser' });
  const header = () => chat.page.locator('header');
  const composer = () => chat.page.locator('.textarea textarea');
  const heard = (expected: PageToHost) =>
    eventually(() => assert.deepEqual(chat.said.filter(({ kind }) => kind === expected.kind).at(-1), expected));
  const place = () =>
    chat.page.evaluate(() => {
      const log = document.querySelector('.log')!;
      const edge = log.getBoundingClientRect().top;
      const row = [...log.querySelectorAll<HTMLElement>('[data-seq]')].find(
        (each) => each.getBoundingClientRect().bottom > edge,
      );
      return { seq: row?.dataset['seq'], text: row?.querySelector('.bubble')?.textContent };
    });

  it('shows the name of a file as it is, whatever it would mean in a text', async () => {
    const id = `f-${'0'.repeat(32)}` as FileId;
    const file = { id, name: '*a*.png](x) `b`.svg', type: 'image/svg+xml', size: 3, sha256: '0'.repeat(64) };
    await renderState(chat, aSnapshot({ entries: [aMessage(1, { text: '**look**', files: [file] })] }));
    assert.equal(await chat.page.locator('.bubble .file-name').innerText(), '_a_.png](x) `b`.svg');
    assert.equal(await chat.page.locator('.file-name *, .bubble img, .picture-place').count(), 0);
  });

  it('says its kind and its name in the header, from where another one is reached', async () => {
    for (const [kind, name, mark] of [
      ['public', 'general, public room', '#'],
      ['private', 'general, private room', ''],
      ['direct', 'general, direct messages', ''],
    ] as const) {
      await renderState(chat, aSnapshot({ room: aRoom({ kind }) }));
      const switcher = header().getByRole('heading').getByRole('button', { name, exact: true });
      assert.equal((await switcher.locator('.room-mark').innerText()).trim(), mark);
      await switcher.click();
    }
    await eventually(() => assert.equal(chat.said.filter(({ kind }) => kind === 'run').length, 3));
    await heard({ kind: 'run', command: 'goToRoom' });
    await header().getByRole('button', { name: '3 people here' }).click();
    await heard({ kind: 'run', command: 'showPeople' });
  });

  it('has no way to other rooms before anybody has joined', async () => {
    await renderState(chat, aSnapshot({ me: undefined, link: { at: 'connecting' } }));
    assert.equal(await header().getByRole('button').count(), 1);
    await header().getByRole('button', { name: 'Exit' }).waitFor();
  });

  it('shows its topic in one line, in full under the pointer, and beside it nothing is pushed out', async () => {
    const topic = 'All about the parser. '.repeat(17);
    await renderState(chat, aSnapshot());
    const plain = (await header().boundingBox())!.height;
    await chat.send({ kind: 'room', rev: 2, room: aRoom({ topic, title: 'a name of a room '.repeat(4) }) });
    assert.equal((await header().boundingBox())!.height, plain);
    assert.equal(await header().locator('.topic').getAttribute('title'), topic);
    const exit = (await header().getByRole('button', { name: 'Exit' }).boundingBox())!;
    assert.ok(exit.x + exit.width <= 480);
  });

  it('puts what somebody did to it in the middle', async () => {
    await renderState(chat, aSnapshot({ entries: [aNotice(1, { act: 'renamed', text: 'parser' }), aMessage(2)] }));
    const line = chat.page.locator('.arrival');
    assert.equal(await line.innerText(), 'ben renamed the room to parser.');
    assert.equal(await line.evaluate((row) => getComputedStyle(row).textAlign), 'center');
  });

  it('says who is writing without moving the log, and tells when the reader is', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 40) }));
    const before = await chat.page.locator('.log').boundingBox();
    await chat.send({ kind: 'typing', rev: 2, names: ['ben', 'Chloé'] });
    await chat.page.getByText('ben and Chloé are writing').waitFor();
    assert.deepEqual(await chat.page.locator('.log').boundingBox(), before);
    await composer().fill('x');
    await heard({ kind: 'typing', room: GENERAL });
    await chat.send({ kind: 'typing', rev: 3, names: [] });
    assert.equal(await chat.page.getByText('writing').count(), 0);
  });

  it('has a sentence in place of the composer where the reader cannot write', async () => {
    const closed = 'Only moderators write in this room.';
    await renderState(chat, aSnapshot({ entries: messages(1, 3), room: { ...parser, closed } }));
    await chat.page.getByText(closed).waitFor();
    assert.equal(await composer().count(), 0);
    await chat.send({ kind: 'focus' });
    await chat.page.keyboard.press('Control+ArrowUp');
    await eventually(async () => assert.equal(await chat.page.locator('.row:focus').count(), 1));
    await chat.page.keyboard.press('Escape');
    assert.equal(await chat.page.locator('.closed:focus').count(), 1);
    await chat.send({ kind: 'room', rev: 2, room: parser });
    await composer().waitFor();
  });

  it('leaves a text that cannot be sent any more where it can be copied', async () => {
    await renderState(chat, aSnapshot({ room: parser }));
    await composer().fill('almost');
    await chat.send({ kind: 'room', rev: 2, room: { ...parser, closed: 'This room is archived.' } });
    await chat.page.getByText('This room is archived.', { exact: true }).first().waitFor();
    await composer().press('Enter');
    await chat.page.getByText('Not sent. This room is archived.').waitFor();
    assert.equal(await composer().inputValue(), 'almost');
    assert.equal(
      chat.said.some(({ kind }) => kind === 'post'),
      false,
    );
    await eventually(async () =>
      assert.equal(await chat.page.locator('.announcer').textContent(), 'This room is archived.'),
    );
  });

  it('lets who looks after it delete the messages of others, by mouse and by keyboard', async () => {
    const entries = [aMessage(1, { text: 'Spam' }), aMessage(2, { by: ME }), aMessage(3, { by: BEN, text: 'More' })];
    await renderState(chat, aSnapshot({ entries, room: parser }));
    assert.equal(await chat.page.locator('.theirs .delete-message').count(), 0);
    await chat.send({ kind: 'room', rev: 2, room: { ...parser, mayModerate: true } });
    await chat.page.getByText('Spam').hover();
    await chat.page.locator('.theirs').first().getByRole('button', { name: 'Delete message' }).click();
    const question = chat.page.getByRole('alertdialog');
    assert.match(await question.innerText(), /^Delete this message of ben for everybody\?.* “Spam”/);
    await question.getByRole('button', { name: 'Delete' }).click();
    await heard({ kind: 'delete', room: PARSER, seq: 1 });
    await chat.page.locator('.textarea').click();
    await chat.page.keyboard.press('Control+ArrowUp');
    await chat.page.keyboard.press('End');
    await chat.page.keyboard.press('Delete');
    await chat.page.keyboard.press('Tab');
    await chat.page.keyboard.press('Enter');
    await heard({ kind: 'delete', room: PARSER, seq: 3 });
  });

  it('marks where it names the reader, and leaves the text as it is', async () => {
    const text = 'well, @Ana,\nor @ben? <b>@ana</b>';
    await renderState(chat, aSnapshot({ entries: [aMessage(1, { text }), aMessage(2)] }));
    assert.deepEqual(await chat.page.locator('.mention').allInnerTexts(), ['@Ana', '@ana']);
    assert.equal(await chat.page.locator('.is-to-me .bubble').innerText(), text);
  });

  it('leads from a name to the conversation with who has it, but not in that conversation', async () => {
    const imported = { kind: 'message', seq: 3, at: 1, name: 'old', text: 'old' } as const;
    const entries = [aMessage(1), aMessage(2, { by: ME }), imported];
    await renderState(chat, aSnapshot({ entries }));
    const names = chat.page.locator('button.name');
    assert.deepEqual(await names.allInnerTexts(), ['ben']);
    await names.click();
    await heard({ kind: 'openDirect', member: BEN.id });
    await renderState(chat, aSnapshot({ rev: 2, entries, room: { ...parser, kind: 'direct', title: 'ben' } }));
    assert.equal(await names.count(), 0);
  });

  it('shows nothing of the room before, and has a draft and a place of its own', async () => {
    const general = (rev: number) => aSnapshot({ rev, entries: messages(1, 60) });
    const said = (seq: number) => aMessage(seq, { text: `parser ${seq}` });
    const other = (rev: number) => aSnapshot({ rev, room: parser, entries: messages(1, 60, said) });
    await renderState(chat, general(1));
    await composer().fill('of general');
    await chat.page.locator('.log').evaluate((log) => (log.scrollTop -= 900));
    await eventually(() => chat.page.evaluate(() => sessionStorage.getItem('state')?.includes('"anchor"') === true));
    const left = await place();
    await renderState(chat, other(2));
    assert.equal(await composer().inputValue(), '');
    await chat.page.getByRole('textbox', { name: 'Message to parser' }).waitFor();
    assert.equal(await chat.page.locator('.bubble').last().textContent(), 'parser 60');
    assert.equal(await chat.page.getByText('message').count(), 0);
    await composer().fill('of the parser');
    await renderState(chat, general(3));
    assert.deepEqual(await place(), left);
    assert.equal(await composer().inputValue(), 'of general');
    await chat.page.reload();
    await heard({ kind: 'ready', room: GENERAL, anchor: Number(left.seq) });
    await renderState(chat, other(4));
    await renderState(chat, general(5));
    assert.deepEqual(await place(), left);
  });

  it('says who can read it while nobody has written in it', async () => {
    for (const [room, text] of [
      [aRoom(), 'Say hello. Whoever joins general later can read it too.'],
      [parser, 'Say hello. Only who is in parser can read it.'],
      [aRoom({ kind: 'direct', title: 'ben' }), 'Say hello. Only who is in this conversation can read it.'],
      [aRoom({ closed: 'This room is archived.' }), 'Whoever joins general later can read it too.'],
    ] as const) {
      await renderState(chat, aSnapshot({ room }));
      await chat.page.getByText(text, { exact: true }).waitFor();
    }
    await renderState(chat, aSnapshot());
    await chat.page.getByRole('button', { name: 'Copy Invite Link' }).click();
    await heard({ kind: 'run', command: 'copyInvite' });
  });
});
