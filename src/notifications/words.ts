import type { RoomId } from '../../server/protocol/ids';
import { shownCount } from '../rooms/roomWords';
import type { Wanted } from '../settings';
import { oneLine } from '../wording';
import type { News, Team } from './news';

const TEXT_GRAPHEMES = 120;
/** Of a text whose letters pile up marks not even so many are shown. */
const TEXT_UNITS = 480;
const NAMES = 3;

/** What a notification says of one message, or of how many there are and from whom. */
export function tellNews(team: Team, news: readonly News[], wasBusy: boolean): string {
  const [first, ...more] = news;
  if (!first) return '';
  const said = more.length === 0 ? tellOne(team, first) : tellMany(team, news);
  return asPlain(wasBusy ? `While you were debugging: ${said}` : said);
}

/** What was missed, how much in each room. */
export function tellMissed({ rooms }: Team, missed: ReadonlyMap<RoomId, number>, wanted: Wanted): string {
  const counts = { mention: 0, 'direct message': 0, message: 0 };
  for (const [id, count] of missed) {
    const isDirect = rooms.get(id)?.kind === 'direct';
    counts[isDirect ? 'direct message' : wanted === 'all' ? 'message' : 'mention'] += count;
  }
  const told = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [counted(count, what)] : []));
  return `While you were not connected: ${told.join(', ')}`;
}

function tellOne(team: Team, { room: id, name, text, isMention }: News): string {
  const room = team.rooms.get(id);
  const title = room ? team.rooms.titleOf(room) : '';
  const isBetweenTwo = room?.kind === 'direct' && (room.members?.length ?? 0) <= 2;
  const where = isBetweenTwo ? '' : isMention ? ` mentioned you in ${title}` : ` in ${title}`;
  return `${name}${where}: ${cut(oneLine(text))}`;
}

function tellMany({ rooms }: Team, news: readonly News[]): string {
  const names = [...new Set(news.map(({ name }) => name))];
  const others = names.length - NAMES;
  const from = names.slice(0, NAMES).join(', ') + (others > 0 ? ` and ${others} more` : '');
  const [id, ...elsewhere] = new Set(news.map(({ room }) => room));
  const room = id !== undefined && elsewhere.length === 0 ? rooms.get(id) : undefined;
  const where = room && room.kind !== 'direct' ? ` in ${rooms.titleOf(room)}` : '';
  return `${counted(news.length, 'message')} from ${from}${where}`;
}

const counted = (count: number, what: string): string => `${shownCount(count)} ${what}${count === 1 ? '' : 's'}`;

/** The editor makes links, also to its commands, of `[label](target)` in what it is given to say. */
const asPlain = (sentence: string): string => sentence.replaceAll('](', '] (');

function cut(text: string): string {
  if (text.length <= TEXT_GRAPHEMES) return text;
  let kept = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if ((count += 1) > TEXT_GRAPHEMES || kept.length + segment.length > TEXT_UNITS) return `${kept.trimEnd()}…`;
    kept += segment;
  }
  return kept;
}
