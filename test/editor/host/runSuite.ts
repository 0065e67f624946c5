// Runs the tests of test/editor/suite inside the extension host of a real VS Code: runSuite.ts [--report FILE] [--grep TEXT]
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { root } from '../../helpers/node';
import { readReport } from '../../helpers/report';
import { tempDir } from '../../helpers/tempDir';
import { provideExecutable } from './executable';
import { cacheDir, outDir } from './places';

const suiteSource = path.join(root, 'test/editor/suite');
const suiteOut = path.join(outDir, 'suite');

const { values } = parseArgs({ options: { report: { type: 'string' }, grep: { type: 'string' } } });

async function main(): Promise<number> {
  await bundleSuite();
  using work = tempDir();
  const report = values.report ?? work.file('report.json');
  const code = await runIn(work.path, report);
  const outcome = readReport(report);
  if (outcome === undefined) console.error('No report: the suite did not run to its end.');
  return outcome === undefined || outcome.failed > 0 ? code || 1 : code;
}

async function runIn(work: string, report: string): Promise<number> {
  const executable = await provideExecutable(console.log);
  const folder = path.join(work, 'folder');
  mkdirSync(folder);
  rmSync(path.join(cacheDir, 'logs'), { recursive: true, force: true });
  try {
    return await runTests({
      vscodeExecutablePath: executable.path,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(suiteOut, 'index'),
      launchArgs: [folder, `--user-data-dir=${path.join(work, 'user')}`, `--extensions-dir=${path.join(work, 'ext')}`],
      extensionTestsEnv: {
        ALONGSIDE_TEST_REPORT: report,
        ALONGSIDE_TEST_LOGS: path.join(cacheDir, 'logs'),
        ALONGSIDE_TEST_MARK: executable.isStandIn ? '\u2063' : '',
        ...(values.grep !== undefined && { ALONGSIDE_TEST_GREP: values.grep }),
      },
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error.code;
    throw error;
  }
}

/** One file per test file, so that a run can find them; mocha and the editor are there already. */
async function bundleSuite(): Promise<void> {
  rmSync(suiteOut, { recursive: true, force: true });
  const tests = readdirSync(suiteSource).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  await build({
    entryPoints: tests.map((name) => path.join(suiteSource, name)),
    outdir: suiteOut,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
