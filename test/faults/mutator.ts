import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/node';
import { pick } from '../helpers/random';

type Random = () => number;

const golden = path.join(root, 'test/protocol/golden/v1');

/** A session as it was recorded: a frame of each call that was ever shipped, and some that are long or foreign. */
export function recordedSession(): readonly string[] {
  const shipped = readdirSync(golden).filter((name) => name.startsWith('call.'));
  const posts = ['ok', 'ä€𝄞 '.repeat(50), '[]{}",:\\"'.repeat(200), '\u2028\u202e\ufeff'].map((text) => aPost(text));
  return [...shipped.sort().map((name) => readFileSync(path.join(golden, name), 'utf8').trim()), ...posts];
}

function aPost(text: string): string {
  const params = { cid: '019a0000-0000-7000-8000-000000000000', room: 'general', text };
  return JSON.stringify({ id: 7, call: 'post', params });
}

/** What no schema expects, and what some parser or other falls over. */
const NASTY: readonly unknown[] = [
  ...[-1, -0, 0, 1e308, 2 ** 53, 1.5, 2 ** 31, null, true, '', [], {}],
  ...[
    '__proto__',
    'constructor',
    '\ud800',
    '\0',
    'general',
    '٣',
    'x'.repeat(5_000),
    '"; DROP TABLE entry; --',
    '" OR *',
  ],
  ...[Array(400).fill(0), { __proto__: null, a: { b: { c: [[[[[[[[]]]]]]]] } } }],
];

/** A frame of a session, not as it was: bytes, and seldom not even text. */
export function mutate(random: Random, session: readonly string[]): Buffer {
  const frame = pick(random, session);
  if (random() < 0.6) return Buffer.from(mutateFields(random, frame, session));
  let bytes = Buffer.from(random() < 0.3 ? mutateFields(random, frame, session) : frame);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) bytes = pick(random, BYTES)(bytes, random);
  // What is not UTF-8 ends its connection, and what comes behind it is not looked at.
  return random() < 0.02 ? bytes : Buffer.from(bytes.toString());
}

type ByteChange = (bytes: Buffer, random: Random) => Buffer<ArrayBuffer>;

const cutOf = (bytes: Buffer, random: Random): readonly [from: number, to: number] => {
  const from = Math.floor(random() * bytes.length);
  return [from, Math.min(bytes.length, from + 1 + Math.floor(random() * 16))];
};

const BYTES: readonly ByteChange[] = [
  /* flipped */ (bytes, random) => {
    const at = Math.floor(random() * bytes.length);
    return Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ (1 << Math.floor(random() * 8)) : byte)));
  },
  /* dropped */ (bytes, random) => {
    const [from, to] = cutOf(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  /* doubled */ (bytes, random) => {
    const [from, to] = cutOf(bytes, random);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  /* ended early */ (bytes, random) => Buffer.from(bytes.subarray(0, Math.floor(random() * bytes.length))),
  /* anything */ (bytes, random) => {
    const [from] = cutOf(bytes, random);
    return Buffer.concat([
      bytes.subarray(0, from),
      randomBytes(4).map(() => Math.floor(random() * 256)),
      bytes.subarray(from),
    ]);
  },
];

type Fields = Record<string, unknown>;

/** Swaps, replaces, drops or renames a field, at the top or in the parameters. */
function mutateFields(random: Random, frame: string, session: readonly string[]): string {
  const [one, other] = [JSON.parse(frame) as Fields, JSON.parse(pick(random, session)) as Fields];
  const [fields, others] = random() < 0.3 ? [one, other] : [one['params'] as Fields, other['params'] as Fields];
  const keys = Object.keys(fields);
  const key = keys.length > 0 ? pick(random, keys) : 'extra';
  const choice = random();
  if (choice < 0.35) fields[key] = pick(random, NASTY);
  else if (choice < 0.55) fields[key] = fields[pick(random, [key, ...keys])];
  else if (choice < 0.75) fields[key] = pick(random, [undefined, ...Object.values(others)]);
  else if (choice < 0.85) Object.assign(fields, others);
  else if (choice < 0.95)
    fields['cid'] = freshCid(random); // so that some of it is taken, too
  else fields[pick(random, ['__proto__x', 'room', 'text', 'seq', 'id'])] = fields[key];
  return JSON.stringify(one);
}

function freshCid(random: Random): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

type Place = readonly [of: Fields, key: string];

/** Some of its values swapped, replaced, dropped or doubled, however deep they stand. */
export function mutateValues(random: Random, frame: string, frames: readonly string[]): string {
  const root: Fields = { frame: JSON.parse(frame) as unknown };
  for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const [of, key] = pick(random, places);
    const choice = random();
    if (choice < 0.4) of[key] = structuredClone(pick(random, NASTY));
    else if (choice < 0.6) of[key] = valueAt(pick(random, places));
    else if (choice < 0.75)
      of[key] = valueAt(pick(random, placesIn({ frame: JSON.parse(pick(random, frames)) as unknown }))); // prettier-ignore
    else if (choice < 0.85) Reflect.deleteProperty(of, key);
    else if (Array.isArray(of[key])) of[key] = [...(of[key] as unknown[]), ...(of[key] as unknown[])];
    else of[`${key}x`] = of[key];
  }
  return JSON.stringify(root['frame'] ?? null);
}

const valueAt = ([of, key]: Place): unknown => structuredClone(of[key]);

const placesIn = (value: unknown): readonly Place[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[value as Fields, key] as const, ...placesIn(inner)])
    : [];
