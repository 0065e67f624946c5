import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { GENERAL, type MemberId, type RoomId, type Seq } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { eventually } from '../../helpers/eventually';
import { aCid } from '../../helpers/commands';
import { announce, upload } from '../../helpers/files';
import { liftedArgs } from '../../helpers/lifted';
import { type Program, runServerProgram } from '../../helpers/serverProcess';
import { type ShiftedClock, shiftedClock } from '../../helpers/shiftedClock';
import { type Talker, talker } from '../../helpers/talk';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { palette, screenshot } from '../installed/actions';
import { type ChatPage, joinByAddress } from '../installed/chatPage';
import { type Editor, type Editors, openEditors } from '../installed/editors';
import type { Stage } from './scene';

const MINUTE = 60_000;

export type Who = 'ana' | 'ben' | 'chloe' | 'dora';

/** Something that was said, so many minutes ago. */
export interface Line {
  readonly ago: number;
  readonly who: Who;
  readonly text: string;
  /** What it is called below, by who answers it or reacts to it. */
  readonly as?: string;
  readonly answers?: string;
  readonly reactions?: Readonly<Partial<Record<Exclude<Who, 'ana'>, string>>>;
  readonly file?: SharedFile;
}

export interface SharedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly width?: number;
  readonly height?: number;
}

interface Parts {
  readonly editors: Editors<'ana'>;
  readonly server: Program;
  readonly port: number;
  readonly members: Readonly<Record<Exclude<Who, 'ana'>, Talker>>;
  readonly chat: ChatPage;
  readonly clock: ShiftedClock;
  readonly dir: TempDir;
}

/** Ana at her VS Code, the others at theirs, and what they have said. All of them are members of one real server. */
export class Team implements Stage {
  readonly said = new Map<string, Seq>();

  private constructor(private readonly parts: Parts) {}

  static async open(options: TeamOptions = {}): Promise<Team> {
    const dir = tempDir();
    const talk = options.talk ?? [];
    const first = talk[0]?.ago ?? 0;
    const clock = shiftedClock(dir, 'server', -(first + 1) * MINUTE);
    const args = ['serve', '--data', dir.file('data'), '--port', '0', ...liftedArgs];
    const server = runServerProgram(args, { entry: 'dist/server.js', env: clock.env });
    const { port } = (await server.first) as { readonly port: number };
    const editors = await openEditors({
      users: ['ana'],
      files: PROJECT,
      settings: { 'workbench.editor.enablePreview': false, ...options.settings },
    });
    const url = `ws://127.0.0.1:${port}/chat`;
    const through = options.through ? await options.through(port) : port;
    await openCode(editors.of.ana);
    const chat = await joinByAddress(editors.of.ana, { ...editors, chatPort: through });
    const members = {
      ben: await talker(url, 'ben'),
      chloe: await talker(url, 'chloe'),
      dora: await talker(url, 'dora'),
    };
    const team = new Team({ editors, server, port, members, chat, clock, dir });
    try {
      await team.tell(talk);
    } catch (error) {
      await screenshot(team.page, 'failed-gallery-talk');
      await team[Symbol.asyncDispose]();
      throw error;
    }
    clock.set(0);
    return team;
  }

  get editors(): Editors<'ana'> {
    return this.parts.editors;
  }

  get server(): Program {
    return this.parts.server;
  }

  get members(): Parts['members'] {
    return this.parts.members;
  }

  get chat(): ChatPage {
    return this.parts.chat;
  }

  get ana(): Editor {
    return this.editors.of.ana;
  }

  get page(): Page {
    return this.ana.page;
  }

  get frame(): FrameLocator {
    return this.chat.frame;
  }

  /** Said one after the other, each at its time. */
  async tell(lines: readonly Line[]): Promise<void> {
    for (const line of lines) {
      this.parts.clock.set(-line.ago * MINUTE);
      const seq = await this.#say(line);
      await this.frame.locator(`.row[data-seq="${seq}"]`).waitFor();
      if (line.as !== undefined) this.said.set(line.as, seq);
      for (const [who, emoji] of Object.entries(line.reactions ?? {}))
        await this.react(who as Exclude<Who, 'ana'>, seq, emoji);
    }
  }

  react(who: Exclude<Who, 'ana'>, seq: Seq, emoji: string): Promise<unknown> {
    return this.members[who].connection.value('react', { room: GENERAL, seq, emoji, isOn: true });
  }

  /** Says it as a member who is not at this VS Code. */
  async post(who: Exclude<Who, 'ana'>, room: RoomId, text: string, replyTo?: Seq): Promise<Seq> {
    const answer = replyTo === undefined ? {} : { replyTo };
    const { seq } = await this.members[who].connection.value('post', { cid: aCid(), room, text, ...answer });
    return seq;
  }

  async idOf(name: string): Promise<MemberId> {
    const { people } = await this.members.ben.connection.value('people', {});
    return people.find((person) => person.name === name)?.id ?? raise(`there is no ${name}`);
  }

  seqOf(name: string): Seq {
    return this.said.get(name) ?? raise(`nothing was said as ${name}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const member of Object.values(this.members)) member[Symbol.dispose]();
    await this.editors.close();
    await this.server[Symbol.asyncDispose]();
    this.parts.dir[Symbol.dispose]();
  }

  async #say({ who, text, answers, file }: Line): Promise<Seq> {
    if (who === 'ana') return this.#sayHere(text);
    if (!file) return this.post(who, GENERAL, text, answers === undefined ? undefined : this.seqOf(answers));
    const { connection } = this.members[who];
    const { bytes, ...description } = file;
    const announced = await announce(connection, bytes, description);
    await upload(this.parts.port, announced, bytes);
    const files = [announced.file.id];
    return (await connection.value('post', { cid: aCid(), room: GENERAL, text, files })).seq;
  }

  /** The way of everybody who sits there. Another one hears which place it got. */
  async #sayHere(text: string): Promise<Seq> {
    const known = this.#heard.length;
    await this.chat.say(text);
    const isIt = (entry: Entry) => entry.kind === 'message' && entry.name === 'ana';
    return eventually(() => this.#heard.slice(known).find(isIt)?.seq ?? raise('it is not stored'), 15_000);
  }

  get #heard(): readonly Entry[] {
    return this.members.ben.pushes.flatMap((push) =>
      push.kind === 'entries' && push.room === GENERAL ? push.entries : [],
    );
  }
}

export interface TeamOptions {
  readonly talk?: readonly Line[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Gives the port that ana joins at, instead of the server's own. */
  readonly through?: (port: number) => Promise<number>;
}

export const raise = (why: string): never => {
  throw new Error(why);
};

export const LEXER = `import { isDigit, isLetter } from './chars';

export interface Token {
  readonly kind: 'name' | 'number' | 'sign';
  readonly text: string;
  readonly at: number;
}

/** Cuts a line into tokens. Blanks separate them and are not told. */
export function* tokens(line: string): Generator<Token> {
  for (let at = 0; at < line.length; ) {
    const kind = kindOf(line[at]);
    let end = at + 1;
    while (kind !== 'sign' && kindOf(line[end]) === kind) end += 1;
    const text = line.slice(at, end);
    if (text.trim() !== '') yield { kind, text, at };
    at = end;
  }
}
`;

export const PROJECT = {
  'lexer.ts': LEXER,
  'chars.ts':
    "export const isDigit = (c = '') => /\\d/.test(c);\nexport const isLetter = (c = '') => /\\p{L}/u.test(c);\n",
  'build.log': Array.from({ length: 60 }, (_, i) => `[${i + 1}/60] ok`).join('\n'),
};

/** A file stands on the left, and the side bar is out of the way. */
export async function openCode({ page }: Editor): Promise<void> {
  await page.getByRole('treeitem', { name: 'lexer.ts' }).dblclick();
  await page.locator('.tabs-container .tab').getByText('lexer.ts').waitFor();
  await palette(page, 'View: Close Primary Side Bar');
}

/** No notification is left on the screen. */
export async function clear(page: Page): Promise<void> {
  await palette(page, 'Notifications: Clear All Notifications');
  await page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
}

export const inProject = ({ folder }: Editor, name: string): string => path.join(folder, name);
