import { RoomId, type Seq, ServerId } from '../../server/protocol/ids';

/**
 * A link that leads a member of a server to a room, or to a message in it. It holds no secret: it lets nobody in, and tells
 * nothing of what it leads to.
 */
export interface PlaceLink {
  /** Whole, as it stands there. */
  readonly link: string;
  /** Where the server can be reached, says the link: to be asked about before anything is sent there. */
  readonly address: string;
  readonly server: ServerId;
  readonly room: RoomId;
  /** Of a message. */
  readonly seq: Seq | undefined;
}

/** The part of them that is the same in Node and in a browser. */
declare const decodeURIComponent: (encoded: string) => string;
declare const encodeURIComponent: (text: string) => string;

/** What every one of them has behind the name of an editor, and nothing else has. */
const SIGN = '://alongside.alongside/show?';
const SCHEME = /[a-z][a-z0-9+.-]{0,40}$/;
const LONGEST_SCHEME = 41;
/** Nothing may follow that could belong to it: a link is read whole or not at all. */
const WHOLE =
  /^[a-z][a-z0-9+.-]{0,40}:\/\/alongside\.alongside\/show\?server=([\w.~%:[\]/-]{1,200})&id=(s-[0-9a-f]{32})&room=([a-z0-9][a-z0-9-]{0,63})(?:&message=([1-9]\d{0,14}))?(?![\w&=%#/?-])/;
const LONGEST = 500;

export const isPlace = (text: string): boolean => text.includes(SIGN);

/** Where the first one begins, if that is one. */
export function placeIndex(text: string): number | undefined {
  const at = text.indexOf(SIGN);
  if (at === -1) return undefined;
  const scheme = SCHEME.exec(text.slice(Math.max(0, at - LONGEST_SCHEME), at));
  return scheme ? at - scheme[0].length : undefined;
}

/** The one that a text begins with. */
export function placeAt(text: string): PlaceLink | undefined {
  const found = WHOLE.exec(text.slice(0, LONGEST));
  if (!found) return undefined;
  const [link, encoded = '', id, name, message] = found;
  const [server, room, address] = [ServerId.safeParse(id), RoomId.safeParse(name), decoded(encoded)];
  if (!server.success || !room.success || address === undefined) return undefined;
  return {
    link,
    address,
    server: server.data,
    room: room.data,
    seq: message === undefined ? undefined : Number(message),
  };
}

/** A text that is one and nothing else. */
export function placeOf(text: string): PlaceLink | undefined {
  const place = placeAt(text);
  return place?.link === text ? place : undefined;
}

/** The first ones of a text. */
export function placesIn(text: string, most: number): readonly PlaceLink[] {
  const places: PlaceLink[] = [];
  let rest = text;
  for (let at = placeIndex(rest); at !== undefined && places.length < most; at = placeIndex(rest)) {
    const place = placeAt(rest.slice(at));
    if (place) places.push(place);
    rest = rest.slice(rest.indexOf(SIGN, at) + SIGN.length);
  }
  return places;
}

/** Opens in the editor of that scheme; in every other one it can be pasted into a message. */
export const placeLink = (scheme: string, { address, server, room, seq }: Omit<PlaceLink, 'link'>): string =>
  `${scheme}${SIGN}server=${encodeURIComponent(address)}&id=${server}&room=${room}${seq === undefined ? '' : `&message=${seq}`}`;

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
