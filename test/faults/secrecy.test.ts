import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { GENERAL, type InviteSecret, type RoomId } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import { formatJsonLines, formatMarkdown, formatTranscript } from '../../server/protocol/transcript';
import type { Chat } from '../../src/chat/chat';
import { snapshotOf } from '../../src/chat/snapshot';
import type { Log } from '../../src/log';
import { runCli } from '../helpers/cli';
import { eventually } from '../helpers/eventually';
import { FaultProxy } from '../helpers/faultProxy';
import { liftedArgs } from '../helpers/lifted';
import { type Ended, type Program, runServerProgram } from '../helpers/serverProcess';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { type TestWindow, aCid, aWindow, connectWith, mapMemory, mapSecrets } from '../src/fixtures';

/** A place where something could be read, and all that is in it. */
interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

const placeOf = (name: string, content: string | readonly string[] | Uint8Array): Place => ({
  name,
  bytes: Buffer.from(content instanceof Uint8Array ? content : JSON.stringify(content)),
});

/** A secret in the ways in which it could be written. */
function formsOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret, 'base64url');
  return [Buffer.from(secret), bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64'))];
}

function assertNowhere(sought: readonly (string | Buffer)[], places: readonly Place[]): void {
  assert.ok(sought.length > 0 && places.length > 0);
  for (const { name, bytes } of places) {
    for (const one of sought) assert.ok(!bytes.includes(one), `${one.toString('latin1')} is in ${name}`);
  }
}

/** One of the team, at a computer of its own, whose line to the server is listened in on. */
interface Person {
  readonly name: string;
  readonly folder: string;
  readonly line: FaultProxy;
  readonly window: TestWindow;
  readonly chat: Chat;
  /** All that came down the line. */
  readonly heard: () => Buffer;
  /** What was asked for on the line: each request's address and headers. */
  readonly requests: () => string;
  readonly log: readonly string[];
  readonly memories: readonly ReadonlyMap<string, string>[];
  readonly credentials: () => readonly string[];
}

type Way = { readonly name: string; readonly secret: InviteSecret } | { readonly name: string; readonly code: string };

async function personWhoJoins(folder: string, port: number, way: Way): Promise<Person> {
  const [up, down]: [Uint8Array[], Uint8Array[]] = [[], []];
  const log: string[] = [];
  const keep = (what: string, data?: object) => void log.push(`${what} ${JSON.stringify(data ?? {})}`);
  const logging: Log = { debug: keep, info: keep, warn: keep, error: keep };
  const line = await FaultProxy.to(port);
  line.up.tap = (bytes) => up.push(bytes);
  line.down.tap = (bytes) => down.push(bytes);
  const [memory, windowMemory, secrets] = [mapMemory(), mapMemory(), mapSecrets()];
  const ports = { log: logging, connect: connectWith({ log: logging }) };
  const window = aWindow({ folder, memory, windowMemory, secrets }, ports);
  const { name } = way;
  const chat = await ('code' in way ? window.paired(line.url, way.code) : window.joined(line.url, name, way));
  const heads = /[A-Z]+ \S+ HTTP\/1\.1\r\n.*?\r\n\r\n/gs;
  return {
    ...{ name, folder, line, window, chat, log, memories: [memory.stored, windowMemory.stored] },
    heard: () => Buffer.concat(down),
    requests: () => Buffer.concat(up).toString('latin1').match(heads)?.join('') ?? '',
    credentials: () =>
      [...secrets.stored.values()].flatMap((kept) =>
        [...kept.matchAll(/"credential":"([^"]+)"/g)].map(([, credential = '']) => credential),
      ),
  };
}

/** As **Export History** does it, in each of its formats. */
async function exportOf(chat: Chat, room: RoomId): Promise<string> {
  const all: Entry[] = [];
  for await (const page of chat.everything(room)) all.push(...page);
  return [formatTranscript, formatJsonLines, formatMarkdown].flatMap((format) => [...format(all)]).join('\n');
}

function filesIn(folder: string): readonly Place[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => placeOf(name, readFileSync(path.join(parentPath, name))));
}

const HOUR = 60 * 60 * 1000;
const aWord = () => randomBytes(10).toString('hex');

/** Words that are nowhere else: short ones, and some that take pages of a database. */
function wordsToSay(i: number): readonly string[] {
  return Array.from({ length: [1, 5, 300][i % 3] ?? 1 }, aWord);
}

interface Said {
  readonly room: RoomId;
  readonly words: readonly string[];
}

/** Everything is said and asked once; then it is looked for. */
describe('nothing secret', function () {
  this.timeout(60_000);
  let dir: TempDir;
  let program: Program;
  let ended: Ended;
  const team: Person[] = [];
  /** What lets somebody in. */
  const secrets: string[] = [];
  const members = new Map<RoomId, readonly Person[]>();
  const conversations: RoomId[] = [];
  const said: Said[] = [];
  /** What the server did not take. */
  const refused = wordsToSay(1);
  /** What each could have of the history, by name. */
  const exports = new Map<string, string>();

  const person = (name: string) => team.find((one) => one.name === name) ?? assert.fail(name);
  const join = async (way: Way) => {
    const { port } = await program.first;
    const joined = await personWhoJoins(dir.file(`home/${team.length}`), Number(port), way);
    team.push(joined);
    return joined;
  };
  const invite = async (by: Person) => {
    const made = await by.chat.call('createInvite', { role: 'member', lastsMs: HOUR, uses: 1 });
    assert.ok(made.ok);
    secrets.push(made.value.secret);
    return made.value.secret;
  };
  const create = async (by: Person, kind: 'public' | 'private', others: readonly Person[]) => {
    const made = await by.chat.call('createRoom', { cid: aCid(), name: `room ${aWord()}`, kind });
    assert.ok(made.ok);
    const { id: room } = made.value.room;
    for (const { chat } of others)
      assert.ok((await by.chat.call('addToRoom', { room, member: chat.identity.member })).ok);
    members.set(room, [by, ...others]);
  };
  const converse = async (by: Person, others: readonly Person[]) => {
    const opened = await by.chat.call('openDirect', { members: others.map(({ chat }) => chat.identity.member) });
    assert.ok(opened.ok);
    members.set(opened.value.room.id, [by, ...others]);
    conversations.push(opened.value.room.id);
  };
  const say = async ({ chat }: Person, room: RoomId) => {
    const words = wordsToSay(said.length);
    said.push({ room, words });
    await chat.post(room, aCid(), `${words.join(' ')} | @ana\n${words[0] ?? ''}`);
  };
  const areStored = (room: RoomId, { chat }: Person) =>
    eventually(async () => {
      const exported = await exportOf(chat, room);
      for (const { words } of said.filter((one) => one.room === room)) assert.ok(exported.includes(words.at(-1) ?? ''));
    });
  /** All ways to read a room, by one who is not to. */
  const pry = async ({ chat }: Person, room: RoomId) => {
    const words = said.find((one) => one.room === room)?.words ?? [];
    const file = `f-${'0'.repeat(32)}` as never;
    const tries = [
      chat.call('history', { room, limit: 100 }),
      chat.call('resume', { room }),
      chat.call('search', { room, text: words[0] ?? '', limit: 50 }),
      chat.call('read', { room, upTo: 1 }),
      chat.call('roomMembers', { room }),
      chat.call('joinRoom', { room }),
      chat.call('addToRoom', { room, member: chat.identity.member }),
      chat.call('changeRoom', { room, topic: 'mine' }),
      chat.call('delete', { room, seq: 1 }),
      chat.call('createDownload', { room, seq: 1, file }),
    ];
    for (const answer of await Promise.all(tries)) assert.equal(answer.ok || answer.error.code, 'E_NOT_FOUND');
    for (const seen of [GENERAL, ...members.keys()]) {
      const answer = await chat.call('search', { room: seen, text: words[0] ?? '', limit: 50 });
      assert.ok(!answer.ok || answer.value.entries.length === 0);
    }
    assert.equal(await exportOf(chat, room), await exportOf(chat, 'nowhere' as RoomId));
  };

  before(async () => {
    dir = tempDir();
    const data = dir.file('data');
    program = runServerProgram(['serve', '--data', data, '--port', '0', '--invites', 'needed', ...liftedArgs]);
    await program.first;
    const first = await runCli(['invite', '--uses', '1', '--data', data]);
    secrets.push(first.stdout.trim());
    const ana = await join({ name: 'ana', secret: first.stdout.trim() });
    for (const name of ['ben', 'cleo', 'dora']) await join({ name, secret: await invite(ana) });
    const [ben, cleo, dora] = [person('ben'), person('cleo'), person('dora')];
    await ana.chat.call('setRole', { member: dora.chat.identity.member, role: 'moderator' });
    const pairing = await ben.chat.call('createPairing', {});
    assert.ok(pairing.ok);
    secrets.push(pairing.value.code, pairing.value.code.replace('-', ''));
    const other = await join({ name: 'ben again', code: pairing.value.code });

    members.set(GENERAL, [ana, ben, cleo, dora]);
    await create(ana, 'public', [ben]);
    await create(ben, 'private', [cleo]);
    await converse(ben, [cleo]);
    await converse(dora, [cleo]);
    await converse(ana, [ben, cleo]);
    const sayEverywhere = async () => {
      for (const [room, those] of members) for (const each of those) await say(each, room);
    };
    await sayEverywhere();
    for (const { line, chat } of team) {
      const before = line.accepted;
      line.resetAll();
      await eventually(() => line.accepted > before && chat.link.at === 'online');
    }
    await sayEverywhere();
    for (const [room, those] of members) for (const each of those) await areStored(room, each);
    for (const room of conversations) {
      for (const each of [ana, ben, cleo, dora]) if (!members.get(room)?.includes(each)) await pry(each, room);
    }
    await ana.chat.post(conversations[0] ?? GENERAL, aCid(), refused.join(' '));
    await ana.chat.post(GENERAL, aCid(), `${refused.join(' ')} ${'x'.repeat(10_000)}`);
    await eventually(() => assert.equal(ana.log.filter((line) => line.startsWith('message refused')).length, 1));
    for (const each of [ben, other, cleo]) await each.chat.open(conversations[0] ?? GENERAL);
    for (const each of team) {
      const all = await Promise.all([...members.keys()].map((room) => exportOf(each.chat, room)));
      exports.set(each.name, all.join('\n'));
      secrets.push(...each.credentials());
    }
    await eventually(() => readFileSync(path.join(data, 'chat_history.txt'), 'utf8').includes(lastWord(GENERAL)));
    for (const { memories } of team) await eventually(() => memories.every(({ size }) => size > 0));
    program.process.kill('SIGTERM');
    ended = await program.ended;
  });
  after(async () => {
    for (const { window, line } of team) {
      window[Symbol.dispose]();
      await line[Symbol.asyncDispose]();
    }
    await program[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  const wordsIn = (isMeant: (room: RoomId) => boolean) =>
    said.flatMap(({ room, words }) => (isMeant(room) ? words : []));
  const lastWord = (room: RoomId) => said.findLast((one) => one.room === room)?.words.at(-1) ?? '';
  const logs = () => [
    placeOf('the log of the server', `${ended.stdout}${ended.stderr}`),
    ...team.map(({ name, log }) => placeOf(`the log of ${name}`, log)),
  ];
  const urls = () => team.map(({ name, requests }) => placeOf(`the URLs of ${name}`, requests()));
  const settings = () =>
    team.flatMap(({ name, memories }) =>
      memories.map((memory) => placeOf(`what ${name}'s editor keeps`, [...memory].flat())),
    );
  const dataFiles = () => filesIn(dir.file('data'));
  const pages = () =>
    team.map(({ name, chat }) =>
      placeOf(`the page of ${name}`, JSON.stringify(snapshotOf(chat, { rev: 1, locale: 'en', draft: '' }))),
    );

  it('is looked for in vain because it is looked for wrongly', () => {
    const database = dataFiles().find(({ name }) => name === 'chat.db');
    for (const { words } of said) assert.ok(database?.bytes.includes(words[0] ?? ''), words[0]);
    assert.equal(secrets.length, 1 + 3 + 2 + 5);
    for (const place of [...logs(), ...urls(), ...settings()]) assert.ok(place.bytes.length > 50, place.name);
    assert.match(ended.stderr, /connecting/);
    assert.match(person('ben').requests(), /^GET \/chat HTTP\/1\.1\r\n/);
    assert.ok(pages().some(({ bytes }) => bytes.includes(lastWord(GENERAL))));
    for (const { name, heard, chat } of team) {
      const [mine] = chat.rooms.all.filter(({ kind }) => kind === 'direct');
      if (!mine) continue;
      const word = said.find(({ room }) => room === mine.id)?.words[0] ?? '';
      assert.ok(heard().includes(word) && exports.get(name)?.includes(word), name);
    }
  });

  it('that was said in a conversation came to anybody else, who asked for it in every way', () => {
    for (const room of conversations) {
      const words = wordsIn((each) => each === room);
      const names = members.get(room)?.map(({ name }) => name) ?? [];
      const others = team.filter(({ name }) => !names.some((member) => name.startsWith(member)));
      assert.ok(others.length > 0);
      for (const { name, heard, chat } of others) {
        const page = JSON.stringify(snapshotOf(chat, { rev: 1, locale: 'en', draft: '' }));
        const exported = placeOf(`the export of ${name}`, exports.get(name) ?? '');
        assertNowhere(words, [placeOf(`what ${name} heard`, heard()), exported, placeOf(`the page of ${name}`, page)]);
      }
    }
  });

  it('that was said anywhere but in the room of all is in the transcript', () => {
    const transcript = dataFiles().filter(({ name }) => name.startsWith('chat_history'));
    const elsewhere = wordsIn((room) => room !== GENERAL);
    assertNowhere(elsewhere, transcript);
    for (const { room, words } of said)
      if (room === GENERAL) assert.ok(transcript.some(({ bytes }) => bytes.includes(words[0] ?? '')));
  });

  it('that was said anywhere is in a log, a URL, a setting, or any file but the history', () => {
    const isHistory = ({ name }: Place) => name.startsWith('chat.db') || name.startsWith('chat_history');
    const others = dataFiles().filter((file) => !isHistory(file));
    assert.ok(others.some(({ name }) => name === 'team.json'));
    assertNowhere([...wordsIn(() => true), ...refused], [...logs(), ...urls(), ...settings(), ...others]);
    for (const { name, heard } of team) assertNowhere(refused, [placeOf(`what ${name} heard`, heard())]);
  });

  it('that lets somebody in is in a log, a URL, a setting, the database, a page, or a file of anybody', () => {
    const forms = secrets.flatMap(formsOf);
    const homes = filesIn(dir.file('home'));
    assertNowhere(forms, [...logs(), ...urls(), ...settings(), ...dataFiles(), ...pages(), ...homes]);
  });

  it('that lets somebody in went to any but who made it', () => {
    const credentials = team.flatMap((each) => each.credentials());
    for (const { name, heard } of team) {
      const made = name === 'ana' ? secrets.slice(1, 4) : name === 'ben' ? secrets.slice(4, 6) : [];
      const strange = [...credentials, ...secrets].filter((secret) => !made.includes(secret));
      assertNowhere(strange.flatMap(formsOf), [placeOf(`what ${name} heard`, heard())]);
    }
  });
});
