import { GENERAL } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { eventually } from '../../helpers/eventually';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type Computer, type TestWindow, aCid, aComputer, aWindow } from '../fixtures';

/** A server and people's windows, made for each test and gone after it. */
export class TeamScene {
  dir!: TempDir;
  /** A test may stop it and start another one. */
  server!: TestServer;
  windows: TestWindow[] = [];

  readonly computer = (name: string): Computer => aComputer(this.dir.file(name));

  readonly window = (of: Computer): TestWindow => {
    const opened = aWindow(of);
    this.windows.push(opened);
    return opened;
  };

  readonly joined = (name: string, of = this.computer(name)): Promise<Chat> =>
    this.window(of).joined(this.server.url, name);

  readonly say = async (chat: Chat, ...said: string[]): Promise<void> => {
    for (const text of said) await chat.post(GENERAL, aCid(), text);
    await eventually(() => chat.pending.length === 0);
  };
}

export function teamScene(): TeamScene {
  const scene = new TeamScene();
  beforeEach(async () => {
    scene.dir = tempDir();
    scene.windows = [];
    scene.server = await testServer({ dataDir: scene.dir.file('data') });
  });
  afterEach(async () => {
    for (const window of scene.windows) window[Symbol.dispose]();
    await scene.server.stop();
    scene.dir[Symbol.dispose]();
  });
  return scene;
}
