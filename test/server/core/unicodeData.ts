import { readFileSync } from 'node:fs';

const MAGIC = Buffer.from([0xef, 0xfd, 0x45, 0x38]);
/** What can stand in a name by server/protocol/names.ts. Of the other characters no name's look depends. */
const IN_NAME = /^[\p{L}\p{M}\p{N}._' -]$/u;

/**
 * Unicode's confusables as ICU has them inside this Node (`confusables.cfu`; SpoofData in ICU's uspoof_impl.h): each
 * character that can stand in a decomposed name, with what it is mistaken for. Nothing if this Node has no such data.
 */
export function confusablesOfNode(): ReadonlyMap<string, string> | undefined {
  const program = readFileSync(process.execPath);
  const at = program.indexOf(MAGIC);
  if (at < 0) return undefined;
  const header = (field: number) => program.readUInt32LE(at + 4 * field);
  const [keys, count, values, strings, units] = [header(3), header(4), header(5), header(7), header(8)];
  const text = program.toString('utf16le', at + strings, at + strings + 2 * units);
  const table = new Map<string, string>();
  for (let i = 0; i < count; i += 1) {
    const key = program.readUInt32LE(at + keys + 4 * i);
    const value = program.readUInt16LE(at + values + 2 * i);
    const length = (key >>> 24) + 1;
    const target = length === 1 ? String.fromCharCode(value) : text.slice(value, value + length);
    table.set(String.fromCodePoint(key & 0xffffff), target);
  }
  const inName = [...table].filter(([char]) => IN_NAME.test(char) && char.normalize('NFKD') === char);
  return new Map(inName.map(([char, target]) => [char, settled(table, target)]));
}

/** A few targets decompose into characters that the table maps in their turn. */
function settled(table: ReadonlyMap<string, string>, target: string): string {
  const mapped = Array.from(target.normalize('NFKD'), (char) => table.get(char) ?? char).join('');
  return mapped === target ? target : settled(table, mapped);
}
