import { spawnSync } from 'node:child_process';

/** Installs exactly what the lock of `folder` says, without running anything that comes with it. */
export function npmCi(folder: string, ...flags: string[]): void {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...flags];
  const [command = 'npm', ...before] = npmCommand();
  const result = spawnSync(command, [...before, ...args], { cwd: folder, env: ownEnvironment(), encoding: 'utf8' });
  if (result.status === 0) return;
  const reason = result.error?.message ?? `exit code ${result.status ?? 'none'}`;
  throw new Error(`npm ${args.join(' ')} in ${folder}: ${reason}\n${result.stdout}${result.stderr}`);
}

/** The npm that runs this script if there is one, else the one on the path. */
function npmCommand(): string[] {
  const running = process.env['npm_execpath'];
  return running?.endsWith('.js') ? [process.execPath, running] : ['npm'];
}

/** What was asked of an outer npm (`npm test --ignore-scripts`) is not meant for this one. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const outer = /^npm_config_(?!registry$|cache$|userconfig$|globalconfig$|.*proxy$|cafile$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)));
}
