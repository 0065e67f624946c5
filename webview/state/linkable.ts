import { t } from '@vscode/l10n';
import type { RoomId, ServerId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { nameKey } from '../../server/protocol/names';
import type { HostToPage, NamedRoom } from '../protocol/messages';
import { type Target, targetOf } from '../protocol/links';
import type { PlaceLink } from '../protocol/placeLinks';

/** What `#` may lead to. */
export interface Linkable {
  /** The one that is joined: a link to another one leads out of here. */
  readonly server: ServerId | undefined;
  /** That the reader may see. Nothing is ever asked about a name: what is none of these is text. */
  readonly rooms: readonly NamedRoom[];
  /** The names of them that can stand behind the sign, in order. */
  readonly offered: readonly string[];
  /** By their names as they are compared; as with mentions the names of now, whatever a room was called then. */
  readonly byKey: ReadonlyMap<string, NamedRoom>;
  /** How long the longest of the names is. */
  readonly longest: number;
  /** Where the numbers of issues lead, with `{id}` in place of the number; undefined: nowhere. */
  readonly issues: string | undefined;
}

export const nothingLinkable: Linkable = {
  server: undefined,
  rooms: [],
  offered: [],
  byKey: new Map(),
  longest: 0,
  issues: undefined,
};

/** Whoever wants numbers to be issues means all of them: a room that is called so takes none away. */
const NUMBER = /^\d+$/;
/** As a server stores it. */
const LONGEST = 2 * LIMITS.roomNameChars;
const rank = ({ kind }: NamedRoom): number => Number(kind === 'public');
/** What may stand behind the sign. */
const BEGINS = /^[\p{L}\p{N}]/u;

export function linkableOf({ server, rooms, issues }: Extract<HostToPage, { kind: 'linkable' }>): Linkable {
  const isMeant = ({ name }: NamedRoom) =>
    BEGINS.test(name) && name.length <= LONGEST && !(issues !== undefined && NUMBER.test(name));
  // Where two have one name, it is the one that more people can mean.
  const meant = rooms.filter(isMeant).sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  const byKey = new Map(meant.reverse().map((room) => [nameKey(room.name), room]));
  const longest = meant.reduce((most, { name }) => Math.max(most, name.length), 0);
  const offered = [...byKey.values()].map(({ name }) => name).sort((a, b) => a.localeCompare(b));
  return { server, rooms, offered, byKey, longest, issues };
}

const roomNamed = ({ rooms }: Linkable, id: RoomId): NamedRoom | undefined => rooms.find((room) => room.id === id);

/** As a link to it is written in place of its address: what of it is known here. */
export function placeName(
  { server, room, seq }: PlaceLink,
  known: Linkable,
  said?: { readonly name: string; readonly time: string },
): string {
  const name = server === known.server ? roomNamed(known, room)?.name : undefined;
  const place = name === undefined ? (seq === undefined ? t('room') : t('message')) : `#${name}`;
  return said ? `${place} · ${said.name}, ${said.time}` : place;
}

/** A piece of a text, and where it leads. */
export interface LinkedPiece {
  readonly text: string;
  readonly room?: NamedRoom;
  readonly issue?: Target;
}

/** Not in a word, an address, or what stands for another character in HTML. */
const SIGN = /(?<![\p{L}\p{M}\p{N}_#/&?=%@:.\\-])#(?=[\p{L}\p{N}])/gu;
/** What of a name may not be left over behind it: `#parser-old` is not the room `parser`. */
const GOES_ON = /^(?:[\p{L}\p{M}\p{N}_]|[-./][\p{L}\p{N}])/u;
const ISSUE = /^[1-9]\d{0,8}/;
/** In a text. What comes behind them stays as it is. */
const MOST_SIGNS = 100;

/** The text in pieces, of which some lead to a room or an issue; together they are the text. */
export function splitLinks(text: string, known: Linkable): readonly LinkedPiece[] {
  const pieces: LinkedPiece[] = [];
  let done = 0;
  let signs = 0;
  for (const { index } of text.matchAll(SIGN)) {
    if ((signs += 1) > MOST_SIGNS) break;
    const found = index < done ? undefined : meantBy(text.slice(index + 1, index + 2 + known.longest + 10), known);
    if (!found) continue;
    if (index > done) pieces.push({ text: text.slice(done, index) });
    done = index + 1 + found.length;
    pieces.push({ text: text.slice(index, done), ...found.leads });
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done) });
  return pieces;
}

interface Meant {
  readonly length: number;
  readonly leads: Pick<LinkedPiece, 'room' | 'issue'>;
}

/** Of two names that both stand there the longer one. */
function meantBy(behind: string, { byKey, longest, issues }: Linkable): Meant | undefined {
  for (let length = Math.min(behind.length, longest); length > 0; length -= 1) {
    if (GOES_ON.test(behind.slice(length, length + 4))) continue;
    const room = byKey.get(nameKey(behind.slice(0, length)));
    if (room) return { length, leads: { room } };
  }
  const id = issues === undefined ? undefined : ISSUE.exec(behind)?.[0];
  if (id === undefined || GOES_ON.test(behind.slice(id.length))) return undefined;
  const issue = targetOf((issues ?? '').replaceAll('{id}', id));
  return issue && { length: id.length, leads: { issue } };
}
