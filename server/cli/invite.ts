import { parseArgs } from 'node:util';
import { newInviteId, newInviteSecret } from '../hub/secrets';
import { RoomId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import { Role } from '../protocol/model';
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
  const page = values.server === undefined ? undefined : pageAt(values.server);
  const { told, hash } = newInviteSecret();
  const asked = { role, lastsMs: days * DAY, uses, ...(room && { room }) };
  const secretHash = Buffer.from(hash).toString('hex');
  const dataDir = dataDirOf(values.data, context.dataDir);
  await order(dataDir, { kind: 'createInvite', invite: newInviteId(), secretHash, ...asked });
  process.stdout.write(`${page ?? ''}${told}\n`);
}

/** Where the server says in a browser what an invite is. */
function pageAt(server: string): string {
  const given = /^[a-z]+:\/\//i.test(server) ? server.replace(/^ws/i, 'http') : `https://${server}`;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol) && /^\/(chat)?$/.test(url.pathname)) return `${url.origin}/join#`;
  throw usage(`--server takes the address that members join at, for example chat.example.org, not "${server}".`);
}

function wholeNumber(option: string, given: string, most: number): number {
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= 1 && number <= most) return number;
  throw usage(`${option} takes a whole number from 1 to ${most}, not "${given}".`);
}

const usage = (text: string): Refusal => new Refusal('E_USAGE', EXIT.usage, text);
