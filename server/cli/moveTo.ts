import { parseArgs } from 'node:util';
import { newAddress, readMove, removeMove, writeMove } from '../move/move';
import { askServer, isInUse } from './askServer';
import { EXIT, Refusal } from './exit';
import { alongsideAt } from './health';
import { dataDirOf } from './openHistory';

const OPTIONS = { data: { type: 'string' } } as const;

/** Says where a server that was moved out goes on: who comes here is told. Throws Refusal. */
export async function moveTo(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [typed = '', ...more] = positionals;
  const to = more.length === 0 ? newAddress(typed) : undefined;
  if (to === undefined) {
    const text = `move-to takes the address that members join at, for example wss://10.0.0.7:12345, not "${typed}".`;
    throw new Refusal('E_USAGE', EXIT.usage, text);
  }
  const dataDir = dataDirOf(values.data, context.dataDir);
  const move = theMove(dataDir);
  if (isInUse(dataDir)) await orRefuse(askServer(dataDir, { kind: 'moveTo', address: to }));
  else writeMove(dataDir, { ...move, to });
  process.stdout.write(`Who comes here is told: ${to}\n`);
}

/** Takes a move back: the server goes on here. Throws Refusal. */
export async function moveCancel(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const dataDir = dataDirOf(values.data, context.dataDir);
  const { to } = theMove(dataDir);
  if (to !== undefined && (await isThere(to))) {
    const text = `The server answers at ${to}. If it went on here as well, its history would part: stop it there first.`;
    throw new Refusal('E_NOT_DONE', EXIT.io, text);
  }
  if (isInUse(dataDir)) await orRefuse(askServer(dataDir, { kind: 'moveCancel' }));
  else removeMove(dataDir);
  process.stdout.write('The server goes on here. Delete the file that it was moved into.\n');
}

function theMove(dataDir: string) {
  const move = readMove(dataDir);
  if (move) return move;
  throw new Refusal('E_NOT_FOUND', EXIT.usage, `The server in ${dataDir} does not move. To begin: move-out FILE`);
}

async function isThere(to: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(to.replace(/^ws/, 'http'));
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return (await alongsideAt(host, Number(port) || (protocol === 'https:' ? 443 : 80))) !== undefined;
}

async function orRefuse(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal('E_NOT_DONE', EXIT.io, `Nothing was changed: ${why}.`);
  }
}
