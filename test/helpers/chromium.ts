import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The first has no windows of its own: it opens a page in half the time, and all here is headless. */
const usualPlaces = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium of this machine; on a Debian where we may, it is installed first. CHROMIUM_PATH names another one. */
export function provideChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error('No Chromium found. Install one, or name it in CHROMIUM_PATH.');
  }
  const startedAt = performance.now();
  say('Installing Chromium with apt-get (once)');
  aptGet('update', '-qq');
  aptGet('install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell', 'fonts-dejavu-core');
  say(`Installed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return findChromium() ?? fail('apt-get installed chromium-headless-shell, but it is not in /usr/bin.');
}

function findChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], ...usualPlaces].find((place) => place !== undefined && existsSync(place));
}

function aptGet(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync('apt-get', args, { env, encoding: 'utf8' });
  if (result.status !== 0) fail(`apt-get ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
}

function fail(reason: string): never {
  throw new Error(reason);
}
