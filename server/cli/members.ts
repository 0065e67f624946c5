import { parseArgs } from 'node:util';
import { newPairingCode } from '../hub/secrets';
import type { Asked, StandingOfMember } from '../orders';
import type { MemberId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import { Role } from '../protocol/model';
import { nameKey } from '../protocol/names';
import { EXIT, Refusal } from './exit';
import { dataDirOf } from './openHistory';
import { order } from './order';

const OPTIONS = { data: { type: 'string' } } as const;

/** Lists the members, or changes what one may do: also where nobody in the team could any more. Throws Refusal. */
export async function members(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const dataDir = dataDirOf(values.data, context.dataDir);
  const [act, name, ...rest] = positionals;
  const people = await order(dataDir, { kind: 'people' });
  if (act === undefined) return print(people);
  const make = Object.hasOwn(ACTS, act) ? ACTS[act as keyof typeof ACTS] : undefined;
  if (!make) throw usage(`There is no "members ${act}". There is: ${Object.keys(ACTS).join(', ')}.`);
  const known = people.find((person) => nameKey(person.name) === nameKey(name ?? ''));
  if (!known) throw usage(`No member is called "${name ?? ''}". "members" alone lists them.`);
  const { asked, told } = make(known.id, rest);
  const after = await order(dataDir, asked);
  if (told === undefined) print(after.filter(({ id }) => id === known.id));
  else process.stdout.write(`${told}\n`);
}

interface Act {
  readonly asked: Asked;
  /** A secret that is told this once, instead of how the member stands then. */
  readonly told?: string;
}

const ACTS = {
  role: (member: MemberId, [given = '']: readonly string[]): Act => {
    const role = Role.safeParse(given).data;
    if (!role) throw usage(`A role is one of ${Role.options.join(', ')}, not "${given}".`);
    return { asked: { kind: 'setRole', member, role } };
  },
  ban: (member: MemberId): Act => ({ asked: { kind: 'ban', member } }),
  unban: (member: MemberId): Act => ({ asked: { kind: 'unban', member } }),
  unmute: (member: MemberId): Act => ({ asked: { kind: 'mute', member } }),
  /** For who has lost all devices. */
  pair: (member: MemberId): Act => {
    const { told, hash } = newPairingCode();
    process.stderr.write(`For ${LIMITS.pairingLastsMs / 60_000} minutes, and once:\n`);
    return { asked: { kind: 'createPairing', member, codeHash: Buffer.from(hash).toString('hex') }, told };
  },
} as const;

function print(people: readonly StandingOfMember[]): void {
  const lines = people.map(({ name, role, joinedAt, isBanned, mutedUntil }) => {
    const muted = mutedUntil === undefined ? [] : [`muted until ${new Date(mutedUntil).toISOString()}`];
    const joined = `joined ${new Date(joinedAt).toISOString().slice(0, 10)}`;
    return [name, role, joined, ...(isBanned ? ['banned'] : []), ...muted].join('\t');
  });
  for (const line of lines) process.stdout.write(`${line}\n`);
}

const usage = (text: string): Refusal => new Refusal('E_USAGE', EXIT.usage, text);
