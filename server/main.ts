import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { version } from '../package.json';
import { EXIT, Refusal } from './cli/exit';
import { HELP } from './cli/help';

/** Where a server keeps its history when nobody says where. */
const defaultDataDir = (): string =>
  process.env['ALONGSIDE_DATA'] ??
  path.join(process.env['XDG_DATA_HOME'] ?? path.join(os.homedir(), '.local', 'share'), 'alongside');

async function main([command, ...args]: readonly string[]): Promise<void> {
  if (command === '--version' || command === '-v') return void process.stdout.write(`${version}\n`);
  if (command === undefined || command === '--help' || command === '-h' || args.includes('--help')) {
    return void process.stdout.write(HELP);
  }
  if (!isBuiltin('node:sqlite')) {
    const needs = `This is Node ${process.versions.node}, which has no node:sqlite. Alongside's server needs Node 22.13 or newer.`;
    throw new Refusal('E_NODE_TOO_OLD', EXIT.config, needs);
  }
  const context = { version, dataDir: defaultDataDir() };
  // Loaded only now: each of these needs node:sqlite.
  switch (command) {
    case 'serve': {
      const [{ serve }, { jsonLog }] = await Promise.all([import('./cli/serve'), import('./jsonLog')]);
      return serve(args, { ...context, log: jsonLog() });
    }
    case 'invite':
      return (await import('./cli/invite')).invite(args, context);
    case 'members':
      return (await import('./cli/members')).members(args, context);
    case 'import':
      return (await import('./cli/importHistory')).importHistory(args, context);
    case 'export':
      return (await import('./cli/exportHistory')).exportHistory(args, context);
    case 'backup':
      return (await import('./cli/backup')).backup(args, context);
    case 'restore':
      return (await import('./cli/restore')).restore(args, context);
    case 'doctor':
      return (await import('./cli/doctor')).doctor(args, context);
    case 'move-out':
      return (await import('./cli/moveOut')).moveOut(args, context);
    case 'move-in':
      return (await import('./cli/moveIn')).moveIn(args, context);
    case 'move-to':
      return (await import('./cli/moveTo')).moveTo(args, context);
    case 'move-cancel':
      return (await import('./cli/moveTo')).moveCancel(args, context);
    default:
      throw new Refusal('E_USAGE', EXIT.usage, `There is no command "${command}". Try --help.`);
  }
}

function fail(error: unknown): void {
  const usage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const refusal =
    error instanceof Refusal ? error : usage ? new Refusal('E_USAGE', EXIT.usage, error.message) : undefined;
  const message = refusal?.message ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = refusal?.exitCode ?? EXIT.software;
  process.stderr.write(`${message}\n`);
  const told = error instanceof Error ? error.message : message;
  const report = { kind: 'failed', code: refusal?.code ?? 'E_INTERNAL', message: told, url: refusal?.url };
  process.send?.(report, () => process.disconnect());
}

if (isMainThread) main(process.argv.slice(2)).catch(fail);
else void import('./state/backupThread');
