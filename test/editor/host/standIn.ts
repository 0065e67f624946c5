// Takes the place of the desktop executable: the same command line and exit code, with the window in a headless browser.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LogFile, openTestWindow, startBrowser, windowAddress } from './browser';
import { type CommandLine, parseCommandLine } from './commandLine';
import { type EditorServer, startEditorServer } from './editorServer';
import { steadySettings } from './quiet';
import { testRun } from './testRun';

const runLimitMs = 300_000;

interface Ending {
  readonly code: number;
  readonly logs: readonly LogFile[];
}

async function main(): Promise<number> {
  const line = parseCommandLine(process.argv.slice(2));
  const server = await startEditorServer({
    runsTests: true,
    settings: steadySettings,
    ...(line.userData !== undefined && { dataDir: line.userData }),
    ...(line.extensionsDir !== undefined && { extensionsDir: line.extensionsDir }),
  });
  try {
    return await runWindow(server, line);
  } finally {
    await server.stop();
  }
}

async function runWindow(server: EditorServer, line: CommandLine): Promise<number> {
  const browser = await startBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const said = new Transcript(testRun.mark());
  const ending = await new Promise<Ending>((resolve, reject) => {
    const late = { relativePath: 'standIn.log', contents: `the tests did not end within ${runLimitMs} ms` };
    setTimeout(() => resolve({ code: 1, logs: [late] }), runLimitMs).unref();
    const onExit = (code: number, logs: readonly LogFile[]) => resolve({ code, logs });
    const onLog = (level: string, text: string) => said.take(level, text);
    openTestWindow(context, testAddress(server, line), { onLog, onExit }).catch(reject);
  });
  const death = howTheHostDied(server.log());
  const code = ending.code === 0 && death !== undefined ? 1 : ending.code;
  if (code !== 0) said.explain(death);
  keep([...ending.logs, { relativePath: 'server.log', contents: server.log() }]);
  if (code !== 0) await context.pages()[0]?.screenshot({ path: path.join(testRun.logs(), 'window.png') });
  await browser.close();
  return code;
}

function testAddress(server: EditorServer, line: CommandLine): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${path.resolve(file)}`;
  return windowAddress(server.url, line.folder, [
    ...line.extensions.map((folder) => ['extensionDevelopmentPath', remote(folder)] as const),
    ['extensionTestsPath', remote(line.tests)],
  ]);
}

/** A host that is killed ends the run with code 0; only the server's log tells. It may log a normal end, too: with code 0. */
function howTheHostDied(log: string): string | undefined {
  return /Extension Host Process exited with code: (?!0,).*/.exec(log)?.[0];
}

/** Everything the window logs comes along. The lines of the tests bear a mark; errors are held for when nothing else was said. */
class Transcript {
  private shown = 0;
  private readonly errors: string[] = [];

  constructor(private readonly mark: string) {}

  take(level: string, text: string): void {
    if (text.startsWith(this.mark)) {
      this.shown++;
      console.log(text.replaceAll(this.mark, ''));
    } else if (level === 'error') {
      this.errors.push(text);
    }
  }

  explain(death: string | undefined): void {
    if (this.shown === 0) console.error(this.errors.join('\n'));
    if (death !== undefined) console.error(death);
  }
}

function keep(logs: readonly LogFile[]): void {
  for (const log of logs) {
    const file = path.join(testRun.logs(), log.relativePath);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, log.contents);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
