import assert from 'node:assert/strict';
import { GENERAL, type MemberId } from '../../server/protocol/ids';
import { noticeText } from '../../server/protocol/acts';
import type { Reaction } from '../../server/protocol/model';
import { eventually } from '../helpers/eventually';
import { BEN, ME, aMessage, aNotice, aPending, aRoom, aSnapshot, cidOf } from './build';
import { CHIPS, aFile } from './buildFiles';
import { renderState } from './harness';
import { FORGED, HOSTILE_NAMES } from './hostile';
import { assertReadable, hostileScene } from './hostileScene';
import { answerOf, threadAnswer } from './threadStates';

const EVERY = 150;
const ROWS = 50;
const OFFERS = 8;
/** Where each is drawn by itself. */
const SOME = 220;

/** What people write around a text: each of them is a field of a message. */
const WRITTEN: readonly ((text: string) => string)[] = [
  (text) => `\`\`\`${text.replaceAll('`', '')}\ncode\n\`\`\`\n~~~${text}\ncode\n~~~`,
  (text) => `\`\`\`ts\n${text}\n\`\`\`\n\`\` ${text} \`\``,
  (text) => `[${text}](https://example.test/a) [a](https://example.test/a "${text}")`,
  (text) => `![${text}](https://example.test/a.png) <${text}> @${text} :${text}:`,
  (text) => `# ${text}\n- [ ] ${text}\n\n> ${text}\n\n| ${text} |\n|---|\n| ${text} |`,
];

const memberId = (i: number) => `m-${i.toString(16).padStart(32, '0')}` as MemberId;
const by = (name: string, i: number) => ({ id: memberId(i + 1), name });

/** In parts of a size, with the place where each begins. */
function* parts<T>(all: readonly T[], size: number): Generator<readonly [part: readonly T[], from: number]> {
  for (let from = 0; from < all.length; from += size) yield [all.slice(from, from + size), from];
}

describe('hostile text in other fields', function () {
  this.timeout(180_000);
  const scene = hostileScene();
  const { harmless, readable } = scene;
  const texts = [...HOSTILE_NAMES, ...FORGED];
  const show = (over: Parameters<typeof aSnapshot>[0]) => renderState(scene.chat, aSnapshot(over));

  it('is at least two hundred texts', () => assert.ok(new Set(texts).size >= SOME, `${texts.length}`));

  it('is code and what names its language, a link and its title, a picture, a heading, a table, an emoji, a mention', async () => {
    for (const written of WRITTEN) {
      for (const [part, from] of parts(texts, EVERY)) {
        await show({ entries: part.map((text, i) => aMessage(from + i + 1, { text: written(text) })) });
        assert.equal(await scene.chat.page.locator('.bubble').count(), part.length);
        assert.equal((await readable('.bubble')).filter((shown) => shown.trim() === '').length, 0);
      }
      await harmless();
    }
  });

  it('is who said what is answered, and what that said', async () => {
    for (const [part, from] of parts(texts, EVERY)) {
      const said = part.map((text, i) => aMessage(from + i + 1, { by: by(text, i), text }));
      const answers = said.map(({ seq }, i) => ({ ...aMessage(from + part.length + i + 1), replyTo: seq }));
      await show({ entries: [...said, ...answers] });
      assertReadable(await readable('.quote-name'), part);
      assert.equal(await scene.chat.page.locator('.quote :not(bdi)').count(), 0);
    }
    await harmless();
  });

  it('is who reacted, and with what', async () => {
    for (const [part, from] of parts(texts, 20)) {
      const emoji: Reaction[] = part.map((text) => ({ emoji: text.slice(0, 60), by: [by(text, 0)] }));
      const people: Reaction = { emoji: '👍', by: part.map(by) };
      const entries = [
        { ...aMessage(from + 1), reactions: [people] },
        { ...aMessage(from + 2), reactions: emoji },
      ];
      await show({ entries });
      assertReadable((await readable('.reaction')).slice(0, 1), [part.join(' ')]);
      assert.equal(await scene.chat.page.locator('.reaction :not(.reaction-emoji, .reaction-count)').count(), 0);
    }
    await harmless();
  });

  it('is what rooms tell of themselves', async () => {
    const acts = ['renamed', 'topic', 'added', 'removed', 'nowCalled', 'role', 'deletedOther', 'invited', 'moved', 'x'];
    for (const [part, from] of parts(texts, EVERY)) {
      const notices = part.map((text, i) =>
        aNotice(from + i + 1, { act: acts[i % acts.length] ?? text, text, subject: text, name: text }),
      );
      await show({ entries: notices });
      assertReadable(await readable('.arrival-text'), notices.map(noticeText));
    }
    await harmless();
  });

  it('is what is not sent, why, and the files of the next message', async () => {
    for (const [part] of parts(texts, ROWS)) {
      const failed = part.map((text, i) => aPending(i + 1, { text: 'x', state: 'failed', reason: text }));
      await show({ pending: failed });
      assertReadable(await readable('.below-text'), part);
      await scene.chat.send({
        kind: 'attached',
        room: GENERAL,
        files: part.map((name, i) => ({ ...CHIPS[1]!, id: failed[i]!.cid, name })),
      });
      assertReadable(await readable('.chip-name'), part);
    }
    await harmless();
  });

  it('is what could not be fetched, and why', async () => {
    for (const [part, from] of parts(texts, EVERY)) {
      const files = part.map((_, i) => aFile(from + i + 1, `${i}.txt`));
      await show({ entries: files.map((file, i) => aMessage(from + i + 1, { files: [file] })) });
      const failures = files.map(({ id }, i) => ({ file: id, state: { at: 'failed', reason: part[i]! } as const }));
      await scene.chat.send(...failures.map((failure) => ({ kind: 'file', ...failure }) as const));
      assertReadable(await readable('.file-failed'), part);
    }
    await harmless();
  });

  it('is where the server is and how it is, why a room is closed, a draft, and who is in the conversation', async () => {
    for (const [i, text] of [...FORGED, ...HOSTILE_NAMES].slice(0, SOME).entries()) {
      const link = i % 2 === 0 ? ({ at: 'offline', reason: text } as const) : ({ at: 'online' } as const);
      const entries = [aMessage(1)];
      const storage = { state: 'damaged', text } as const;
      const room = aRoom({ title: text, kind: 'direct', closed: text });
      await show({ rev: i + 1, link, entries, server: text, storage, room, me: { ...ME, name: text }, draft: text });
      const shown = await readable('.server, .banner-text, .start, .notice');
      assertReadable(shown, shown.map(() => text)); // prettier-ignore
      assert.equal(shown.length, i % 2 === 0 ? 5 : 4);
      assert.equal(await scene.chat.page.getByRole('textbox').inputValue(), text.replaceAll(/\r\n?/g, '\n'));
    }
    await harmless();
  });

  it('is what is searched for, what is found, where, by whom, and why nothing is', async () => {
    await show({ entries: [aMessage(1)] });
    await scene.chat.send({ kind: 'openSearch' });
    const asked = () => scene.chat.said.filter((said) => said.kind === 'search');
    /** It may be asked again meanwhile, as one types. */
    const answered = async (typed: string, answer: object, check: () => Promise<void>) => {
      await scene.chat.page.locator('.search-input').fill(typed);
      await eventually(async () => {
        const { id, typed: heard } = asked().at(-1)!;
        assert.equal(heard, typed);
        await scene.chat.send({ kind: 'found', id, ...answer });
        await check();
      });
    };
    const short = texts.map((text) => text.replaceAll(/\s+/g, ' ').slice(0, 200));
    for (const [part, from] of parts(short, 25)) {
      const found = part.map((text, i) => ({
        ...({ room: GENERAL, roomKind: 'private', title: text } as const),
        entry: aMessage(from + i + 1, { by: by(text, i), text }),
      }));
      // One character alone is looked for with Enter only.
      const typed = `${part[0]!} x`;
      await answered(typed, { found }, async () => assertReadable(await readable('.found-text'), part));
      assertReadable(await readable('.found-room'), part);
      assertReadable(await readable('.found-name'), part);
      assert.equal(await scene.chat.page.locator('.found-text :not(mark)').count(), 0);
      assert.equal(await scene.chat.page.locator('.search-input').inputValue(), typed);
      const reason = part.slice(0, 1);
      await answered(`${part[1] ?? 'x'} y`, { reason: reason[0] }, async () =>
        assertReadable(await readable('.search-status'), reason),
      );
    }
    await harmless();
  });

  it('is what was missed, who said and did it, and where', async () => {
    await show({ entries: [aMessage(1)] });
    await scene.chat.send({ kind: 'openMissed' });
    const asked = () => scene.chat.said.filter((said) => said.kind === 'missed').at(-1)!;
    const where = (title: string) => ({ room: GENERAL, roomKind: 'private', title }) as const;
    const found = texts.map((text, i) => ({ ...where(text), seq: i + 1, at: 1, name: text, text, by: text, files: [text] })); // prettier-ignore
    const rooms = texts.map((text, i) => ({ ...where(text), first: i + 1, at: 1, unread: 1 }));
    const list = { kinds: [{ kind: 'question', found, more: 0 } as const], rooms, moreRooms: 0, isCut: false };
    await eventually(() => scene.chat.send({ kind: 'missed', id: asked().id, list }));
    assertReadable(await readable('.missed-name'), texts);
    assertReadable(await readable('.missed-by'), texts);
    assertReadable(await readable('.missed-room'), [...texts, ...texts]);
    assertReadable(await readable('.missed-text'), texts);
    assert.equal(await scene.chat.page.locator('.missed-text *').count(), 0);
    await harmless();
  });

  it('is what is said in a thread, and who says it', async () => {
    for (const [part, from] of parts(texts, 100)) {
      const first = { ...aMessage(1, { by: by(part[0]!, texts.length), text: part[0]! }), replies: { count: part.length, last: from + part.length + 1 } }; // prettier-ignore
      const answers = part.map((text, i) => answerOf(from + i + 2, 1, { author: by(text, i).id, name: text, text }));
      await show({ entries: [first] });
      const known = scene.chat.said.length;
      await scene.chat.page.locator('.replies').click();
      const asked = await eventually(() => {
        const found = scene.chat.said.slice(known).find((said) => said.kind === 'thread');
        return found ?? Promise.reject(new Error('it was not asked for'));
      });
      await scene.chat.send(threadAnswer({ root: first, answers }, asked));
      assertReadable(await readable('.thread-log .name'), [part[0]!, ...part]);
      assert.equal((await readable('.thread-log .bubble')).filter((shown) => shown.trim() === '').length, 0);
      await scene.chat.page.keyboard.press('Escape');
    }
    await harmless();
  });

  it('is who may be mentioned', async () => {
    await show({ entries: [aMessage(1)] });
    const box = scene.chat.page.getByRole('textbox');
    for (const [part] of parts([...new Set(HOSTILE_NAMES)], OFFERS)) {
      await scene.chat.send({ kind: 'mentionable', room: GENERAL, names: [...part, 'somebody else'] });
      await box.fill('');
      await box.pressSequentially('@');
      await scene.chat.page.locator('.offer').first().waitFor();
      assertReadable((await readable('.offer-name')).slice(0, part.length), part);
    }
    await harmless();
  });

  it('is what is said aloud', async () => {
    const [said, ...files] = texts;
    await show({ entries: [aMessage(1)] });
    const chips = files.map((name, i) => ({ ...CHIPS[1]!, id: cidOf(i + 1), name }));
    const arrived = [aMessage(2, { by: by(said!, 1) })];
    await scene.chat.send({ kind: 'attached', room: GENERAL, files: chips }, { kind: 'arrived', rev: 2, entries: arrived }); // prettier-ignore
    await eventually(async () => assertReadable(await readable('.announcer'), [texts.join(' ')]));
    assert.equal(await scene.chat.page.locator('.announcer *').count(), 0);
    await harmless();
  });

  it('is what is asked before a message is deleted, and what an edit began with', async () => {
    const some = texts.filter((_, i) => i % 12 === 0);
    for (const [i, text] of some.entries()) {
      const rev = 10 * i + 1;
      const [said, theirs] = [aMessage(1, { by: ME, text }), aMessage(2, { by: by(text, 1), text })];
      await show({ rev, entries: [said, theirs], room: aRoom({ mayModerate: true }) });
      await scene.chat.page.locator('.delete-message').last().dispatchEvent('click');
      assertReadable(await readable('#question'), [text.split(/\s+/)[0]!.slice(0, 40)]);
      await scene.chat.page.getByRole('button', { name: 'Keep' }).click();
      await scene.chat.page.getByRole('textbox').focus();
      await scene.chat.page.keyboard.press('ArrowUp');
      assert.equal(await scene.chat.page.getByRole('textbox').inputValue(), text.replaceAll(/\r\n?/g, '\n'));
      await scene.chat.page.keyboard.press('Escape');
    }
    await harmless();
  });

  it('is noticed where it does what it is here for', async () => {
    const { page, errors } = scene.chat;
    await show({ entries: [aMessage(1, { by: BEN })] });
    await page.locator('.text').evaluate((text) => (text.innerHTML = '<img src="/x" onerror="globalThis.ran=1">'));
    await assert.rejects(harmless());
    await eventually(() => assert.match(errors.join(), /Content Security Policy/));
    errors.length = 0;
  });
});
