import { parseArgs } from 'node:util';
import { newInviteId, newInviteSecret } from '../hub/secrets';
import { readLease } from '../lease';
import { ownPin } from '../ownCertificate';
import { RoomId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import { Role } from '../protocol/model';
import type { Pin } from '../protocol/pin';
import { EXIT, Refusal } from './exit';
import { dataDirOf } from './openHistory';
import { order } from './order';

const OPTIONS = {
  role: { type: 'string', default: 'member' },
  room: { type: 'string' },
  days: { type: 'string', default: '7' },
  uses: { type: 'string', default: '25' },
  server: { type: 'string' },
  data: { type: 'string' },
} as const;

const DAY = 24 * 60 * 60 * 1000;

/** Makes an invite, and prints it: a link where the server's address is given, else what comes behind the # of one. Throws Refusal. */
export async function invite(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const role = Role.safeParse(values.role).data;
  if (!role) throw usage(`--role takes ${Role.options.join(', ')}, not "${values.role}".`);
  const room = values.room === undefined ? undefined : RoomId.safeParse(values.room).data;
  if (values.room !== undefined && !room) throw usage(`--room takes the id of a room, not "${values.room}".`);
  const days = wholeNumber('--days', values.days, LIMITS.inviteLastsMs / DAY);
  const uses = wholeNumber('--uses', values.uses, LIMITS.inviteUses);
  const server = values.server === undefined ? undefined : addressOf(values.server);
  const { told, hash } = newInviteSecret();
  const asked = { role, lastsMs: days * DAY, uses, ...(room && { room }) };
  const secretHash = Buffer.from(hash).toString('hex');
  const dataDir = dataDirOf(values.data, context.dataDir);
  await order(dataDir, { kind: 'createInvite', invite: newInviteId(), secretHash, ...asked });
  process.stdout.write(`${server ? linkTo(server, pinOf(dataDir)) : ''}${told}\n`);
}

/** Of the server that runs; else of the one that ran last, as far as can be known. */
function pinOf(dataDir: string): Pin | undefined {
  const lease = readLease(dataDir);
  return lease ? lease.pin : ownPin(dataDir);
}

/** To where the server says in a browser what an invite is; a browser takes no certificate that a server made for itself. */
function linkTo({ origin, protocol, hostname, port }: URL, pin: Pin | undefined): string {
  if (pin === undefined || protocol !== 'https:') return `${origin}/join#`;
  const query = new URLSearchParams({ server: `wss://${hostname}:${port || '443'}`, pin });
  return `vscode://alongside.alongside/join?${query.toString()}#`;
}

function addressOf(server: string): URL {
  const given = /^[a-z]+:\/\//i.test(server) ? server.replace(/^ws/i, 'http') : `https://${server}`;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol) && /^\/(chat)?$/.test(url.pathname)) return url;
  throw usage(`--server takes the address that members join at, for example chat.example.org, not "${server}".`);
}

function wholeNumber(option: string, given: string, most: number): number {
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= 1 && number <= most) return number;
  throw usage(`${option} takes a whole number from 1 to ${most}, not "${given}".`);
}

const usage = (text: string): Refusal => new Refusal('E_USAGE', EXIT.usage, text);
