import { actStates } from './actStates';
import { tellStorage } from '../../src/sentences';
import type { Member } from '../../server/protocol/model';
import type { Snapshot } from '../../webview/protocol/messages';
import { ARCHIVE, LOG, PLAN, aFile } from './buildFiles';
import {
  BEN,
  CHLOE,
  ME,
  MINUTE,
  PARSER,
  aMessage,
  aNotice,
  aPending,
  aRoom,
  aSnapshot,
  anArrival,
  cidOf,
  messages,
} from './build';

const DAY = 24 * 60 * MINUTE;

/** A talk over two days, up to now. */
export function talk(now: number): Snapshot['entries'] {
  const y = now - DAY;
  return [
    aMessage(1, { by: BEN, at: y - 40 * MINUTE, text: 'Morning! The nightly build is red again.' }),
    aMessage(2, { by: BEN, at: y - 39 * MINUTE, text: 'Looks like the parser test, `reads a line that ends in CR`.' }),
    aMessage(3, { by: ME, at: y - 36 * MINUTE, text: 'On it. I changed the tokenizer yesterday.' }),
    aMessage(4, { by: CHLOE, at: y - 12 * MINUTE, text: 'Thanks 🙏' }),
    anArrival(5, { kind: 'left', name: CHLOE.name, at: y - 2 * MINUTE }),
    anArrival(6, { name: CHLOE.name, at: now - 31 * MINUTE }),
    aMessage(7, {
      by: CHLOE,
      at: now - 30 * MINUTE,
      text: 'Can somebody have a look at my branch before lunch?\nIt is three files:\n\n  src/lexer.ts\n  src/lexer.test.ts\n  README.md',
    }),
    aMessage(8, { by: ME, at: now - 28 * MINUTE, text: 'Sure.' }),
    aMessage(9, {
      by: ME,
      at: now - 27 * MINUTE,
      text: 'The loop in `next()` reads one character too far when the input ends in a surrogate pair. I left a comment, and a test that shows it.',
    }),
    aMessage(10, {
      by: BEN,
      at: now - 4 * MINUTE,
      text: 'https://ci.example.test/builds/4711/artifacts/averyveryverylongfilenamewithoutanybreaksinit.tar.gz is green',
    }),
    aMessage(11, { by: BEN, at: now - 3 * MINUTE, text: 'ship it 🚀' }),
    aMessage(12, { by: ME, at: now - 2 * MINUTE, text: 'Merged. Thank you both!', cid: cidOf(900) }),
  ];
}

const TOPIC =
  'The lexer and the parser: plans, reviews and what the nightly build says of them. Release notes go into general.';

/** A room with what rooms tell of themselves. */
function noticed(now: number): Snapshot['entries'] {
  return [
    aNotice(1, { at: now - 50 * MINUTE, act: 'created' }),
    aNotice(2, { at: now - 49 * MINUTE, act: 'topic', text: TOPIC }),
    aNotice(3, { at: now - 48 * MINUTE, act: 'added', subject: CHLOE.name }),
    aMessage(4, { by: CHLOE, at: now - 40 * MINUTE, text: '@Ana could you look at the lexer before @ben does?' }),
    aMessage(5, { by: CHLOE, at: now - 39 * MINUTE, text: 'The branch is `lexer-eof`.' }),
    aMessage(6, { by: ME, at: now - 35 * MINUTE, text: 'Reading it now.' }),
    aNotice(7, { at: now - 20 * MINUTE, act: 'nowCalled', name: 'benjamin', text: BEN.name }),
    aMessage(8, { by: BEN, at: now - 10 * MINUTE, text: 'It is yours, @ana 🙂' }),
    aNotice(9, { at: now - 2 * MINUTE, act: 'renamed', text: 'parser' }),
  ];
}

const CODE = `\`\`\`ts
/** The next character, as a whole one. */
export function next(source: string, at: number): string | undefined {
  const code = source.codePointAt(at);
  return code === undefined ? undefined : String.fromCodePoint(code);
}
\`\`\``;

const REVIEW = `## Review of \`lexer-eof\`

**Two things** before it can go in, and _one_ that can wait:

1. \`next()\` reads ~~two characters~~ *one character* too far
2. no test for [surrogate pairs](https://en.wikipedia.org/wiki/UTF-16)

- [x] tests
- [ ] changelog, see https://ci.example.test/builds/4711

> Looks like the parser test is red again.
> It was green yesterday.`;

const TABLE = `| Build | Result | Minutes |
|---|:-:|--:|
| 4710 | red | 12 |
| 4711 | **green** | 9.5 |

---
Mail ops@example.test if it fails.`;

/** Arabic and Hebrew, with code, numbers and names of another direction in between. */
function rightToLeft(now: number): Snapshot['entries'] {
  const dana: Member = { ...BEN, name: 'דנה' };
  const layla: Member = { ...CHLOE, name: 'ليلى' };
  return [
    aMessage(1, { by: dana, at: now - 9 * MINUTE, text: 'בוקר טוב! הבדיקה `lexer.test.ts` נכשלת שוב, בשורה 42.' }),
    aMessage(2, { by: ME, at: now - 8 * MINUTE, text: 'אני בודקת. זה קרה אחרי גרסה 1.4.2?' }),
    aMessage(3, {
      by: layla,
      at: now - 7 * MINUTE,
      text: 'نعم، منذ الإصدار 1.4.2. انظروا إلى https://ci.example.test/builds/4711',
    }),
    aMessage(4, {
      by: layla,
      at: now - 6 * MINUTE,
      text: '1. أولا `next()`\n2. ثم المثال:\n\n```ts\nnext(source, at);\n```',
    }),
    aMessage(5, { by: dana, at: now - 5 * MINUTE, text: 'And in English: the fix is 3 lines.' }),
    aMessage(6, { by: ME, at: now - 4 * MINUTE, text: 'شكرا @ליאת – merged 🚀' }),
  ];
}

/** What Markdown can look like. */
function formatted(now: number): Snapshot['entries'] {
  const long = Array.from({ length: 40 }, (_, i) => `step ${i + 1}: ok`).join('\n');
  return [
    aMessage(1, { by: BEN, at: now - 50 * MINUTE, text: REVIEW }),
    aMessage(2, { by: ME, at: now - 40 * MINUTE, text: `Like this?\n${CODE}\n@ben` }),
    aMessage(3, { by: CHLOE, at: now - 30 * MINUTE, text: TABLE }),
    aMessage(4, { by: CHLOE, at: now - 29 * MINUTE, text: '```sh\nif [ "$user" = "admin\u202e\u2066" ]; then\n```' }),
    aMessage(5, { by: BEN, at: now - 20 * MINUTE, text: `\`\`\`log\n${long}\n\`\`\`` }),
    aMessage(6, {
      by: ME,
      at: now - 10 * MINUTE,
      text: '<b>Not HTML</b>, and ![no picture](https://example.test/cat.png)',
    }),
    aMessage(7, { by: BEN, at: now - 9 * MINUTE, text: '# مرحبا\n- واحد\n- اثنان' }),
  ];
}

/** Rooms of every kind. */
function rooms(now: number): Readonly<Record<string, Snapshot>> {
  const entries = noticed(now);
  const parser = aRoom({ id: PARSER, kind: 'private', title: 'parser', topic: TOPIC });
  const withChloe = aRoom({ id: PARSER, kind: 'direct', title: CHLOE.name });
  const long = 'the-room-with-a-name-as-long-as-the-longest-one-that-is-allowed-';
  return {
    'room-public': aSnapshot({ entries, room: aRoom({ topic: 'Everything and everybody' }) }),
    'room-private': aSnapshot({ entries, room: parser, typing: [CHLOE.name] }),
    'room-direct': aSnapshot({
      entries: talk(now).filter((entry) => entry.kind === 'message' && entry.name !== BEN.name),
      room: withChloe,
      head: 12,
      typing: [CHLOE.name],
    }),
    'room-direct-empty': aSnapshot({ room: withChloe }),
    'room-private-empty': aSnapshot({ room: parser }),
    'room-long': aSnapshot({
      entries,
      room: { ...parser, kind: 'public', title: long },
      typing: [BEN.name, CHLOE.name, 'a name of thirty-two characters!', 'dora'],
    }),
    'room-closed': aSnapshot({ entries, room: { ...parser, closed: 'Only moderators write in this room.' } }),
    'room-closed-draft': aSnapshot({
      entries,
      room: { ...parser, closed: 'This room is archived.' },
      draft: 'I was just about to say',
    }),
    'room-moderated': aSnapshot({ entries, room: { ...parser, mayModerate: true } }),
  };
}

/** Files of messages, and on their way. Their pictures come apart (filePictures). */
function files(now: number): Readonly<Record<string, Snapshot>> {
  return {
    files: aSnapshot({
      entries: [
        aMessage(1, { by: BEN, at: now - 9 * MINUTE, text: 'The plan, and what the build said:', files: [PLAN, LOG] }),
        aMessage(2, { by: CHLOE, at: now - 8 * MINUTE, text: '', files: [ARCHIVE] }),
        aMessage(3, {
          by: ME,
          at: now - 7 * MINUTE,
          text: 'Mine.',
          files: [{ ...PLAN, id: aFile(4, '').id, name: 'plan-2.png' }],
        }),
      ],
      pending: [
        aPending(1, {
          at: now - 2_000,
          text: 'And the recording',
          files: [{ id: cidOf(40), name: 'recording.mp4', type: 'video/mp4', size: 18_000_000 }],
          moved: 6_120_000,
        }),
        aPending(2, {
          at: now - 1_000,
          text: '',
          state: 'failed',
          files: [{ id: cidOf(41), name: 'dump.sql', type: 'text/plain', size: 21_000_000 }],
          reason: 'You have sent as many files as the server takes in a day. Try again tomorrow.',
        }),
      ],
    }),
  };
}

/** Every state the page knows, by name. */
export function states(now: number): Readonly<Record<string, Snapshot>> {
  const entries = talk(now);
  const pending = [
    aPending(1, { at: now - 1_000, text: 'Next: the release notes.', state: 'sending' }),
    aPending(2, { at: now - 900, text: 'I can write them after the stand-up.', state: 'waiting' }),
    aPending(3, { at: now - 800, text: 'Or tomorrow?', state: 'failed', reason: 'the server is out of disk space.' }),
  ];
  return {
    talk: aSnapshot({ entries }),
    compact: aSnapshot({ entries, looks: { density: 'compact', timeFormat: '24h' } }),
    'right-to-left': aSnapshot({ entries: rightToLeft(now) }),
    formatted: aSnapshot({ entries: formatted(now) }),
    unread: aSnapshot({ entries, readUpTo: 9, missedCount: { messages: '42', rooms: 5 } }),
    pending: aSnapshot({ entries, pending }),
    draft: aSnapshot({
      entries,
      draft: 'Two lines\nof a draft that is long enough to be wrapped in a narrow side bar',
    }),
    'too-long': aSnapshot({ entries, draft: 'x'.repeat(10_120) }),
    'first-run': aSnapshot({ link: { at: 'none' }, me: undefined, server: '', people: 0 }),
    connecting: aSnapshot({ link: { at: 'connecting' }, me: undefined, people: 0 }),
    'empty-room': aSnapshot({ people: 1 }),
    offline: aSnapshot({
      entries,
      pending: pending.slice(1, 2),
      link: { at: 'offline', reason: 'The connection to the server was lost.', retryAt: now + 4_000 },
    }),
    stopped: aSnapshot({
      entries,
      link: {
        at: 'stopped',
        reason: 'This server speaks a newer version. Update Alongside to join it.',
        action: 'showLog',
      },
    }),
    gone: aSnapshot({
      entries,
      pending: [
        aPending(4, {
          at: now - 60_000,
          text: 'The release is out.',
          state: 'gone',
          reason: 'It was restored from an older backup.',
        }),
      ],
    }),
    tombstones: aSnapshot({
      entries: entries.map((entry) =>
        entry.kind === 'message' && (entry.seq === 8 || entry.seq === 10 || entry.seq === 11)
          ? { ...entry, text: '', tombstone: entry.seq === 10 ? ('damaged' as const) : ('deleted' as const) }
          : entry,
      ),
    }),
    ...Object.fromEntries(
      (['low', 'full', 'readOnly', 'damaged'] as const).map((state) => [
        `storage-${state}`,
        aSnapshot({
          entries,
          storage: tellStorage({
            kind: 'storage',
            state,
            ...(state === 'damaged' && { backup: 'chat-2026-11-22T030000.db' }),
          })!,
        }),
      ]),
    ),
    'storage-moving': aSnapshot({
      entries,
      storage: tellStorage({ kind: 'storage', state: 'readOnly', move: {} })!,
    }),
    'storage-moved': aSnapshot({
      entries,
      storage: tellStorage(
        { kind: 'storage', state: 'readOnly', move: {} },
        { shown: 'wss://chat.example.org:12345' },
      )!,
    }),
    'stopped-empty': aSnapshot({
      me: undefined,
      link: {
        at: 'stopped',
        reason: 'Nothing answers at 127.0.0.1:12345. Is the server running?',
        action: 'startServer',
      },
    }),
    ...rooms(now),
    ...files(now),
    ...actStates(now),
    emoji: aSnapshot({
      entries: [
        aMessage(1, { by: BEN, at: now - 9 * MINUTE, text: 'The release is out.' }),
        aMessage(2, { by: CHLOE, at: now - 8 * MINUTE, text: '🎉' }),
        aMessage(3, { by: ME, at: now - 7 * MINUTE, text: '👏🏽 👩‍🚀 ❤️' }),
        aMessage(4, { by: BEN, at: now - 6 * MINUTE, text: 'Thank you 🙏' }),
      ],
    }),
    'loading-older': aSnapshot({
      entries: messages(500, 504, (seq) => ({ ...aMessage(seq), at: now - (505 - seq) * MINUTE })),
    }),
  };
}
