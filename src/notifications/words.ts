import { t } from '@vscode/l10n';
import type { RoomId } from '../../server/protocol/ids';
import { plural } from '../../webview/protocol/language';
import { shownCount } from '../rooms/roomWords';
import type { Wanted } from '../settings';
import { oneLine } from '../wording';
import type { News, Team } from './news';

const TEXT_GRAPHEMES = 120;
/** Of a text whose letters pile up marks not even so many are shown. */
const TEXT_UNITS = 480;
const NAMES = 3;

/** Why what came was not told at once. */
export type Busy = 'debugging' | 'zen';

/** What a notification says of one message, or of how many there are and from whom. */
export function tellNews(team: Team, news: readonly News[], was: Busy | undefined): string {
  const [first, ...more] = news;
  if (!first) return '';
  const said = more.length === 0 ? tellOne(team, first) : tellMany(team, news);
  if (was === 'debugging') return asPlain(t('While you were debugging: {0}', said));
  return asPlain(was === 'zen' ? t('While you were in Zen mode: {0}', said) : said);
}

/** What was missed, how much in each room. */
export function tellMissed({ rooms }: Team, missed: ReadonlyMap<RoomId, number>, wanted: Wanted): string {
  const counts: Record<Counted, number> = { mention: 0, direct: 0, message: 0 };
  for (const [id, count] of missed) {
    const isDirect = rooms.get(id)?.kind === 'direct';
    counts[isDirect ? 'direct' : wanted === 'all' ? 'message' : 'mention'] += count;
  }
  const told = (['mention', 'direct', 'message'] as const).flatMap((what) =>
    counts[what] > 0 ? [counted(counts[what], what)] : [],
  );
  return t('While you were not connected: {0}', told.join(', '));
}

function tellOne(team: Team, { room: id, name, text, isMention }: News): string {
  const room = team.rooms.get(id);
  const title = room ? cut(team.rooms.titleOf(room)) : '';
  const isBetweenTwo = room?.kind === 'direct' && (room.members?.length ?? 0) <= 2;
  const [who, said] = [cut(name), cut(oneLine(text))];
  if (isBetweenTwo) return `${who}: ${said}`;
  return isMention ? t('{0} mentioned you in {1}: {2}', who, title, said) : t('{0} in {1}: {2}', who, title, said);
}

function tellMany({ rooms }: Team, news: readonly News[]): string {
  const names = [...new Set(news.map(({ name }) => cut(name)))];
  const others = names.length - NAMES;
  const first = names.slice(0, NAMES).join(', ');
  const from = others > 0 ? t('{0} and {1} more', first, others) : first;
  const [id, ...elsewhere] = new Set(news.map(({ room }) => room));
  const room = id !== undefined && elsewhere.length === 0 ? rooms.get(id) : undefined;
  const messages = counted(news.length, 'message');
  return room && room.kind !== 'direct'
    ? t('{0} from {1} in {2}', messages, from, cut(rooms.titleOf(room)))
    : t('{0} from {1}', messages, from);
}

type Counted = 'mention' | 'direct' | 'message';

function counted(count: number, what: Counted): string {
  const shown = shownCount(count);
  if (what === 'mention') return plural(count, t('1 mention'), t('{0} mentions', shown));
  if (what === 'direct') return plural(count, t('1 direct message'), t('{0} direct messages', shown));
  return plural(count, t('1 message'), t('{0} messages', shown));
}

/** The editor makes links, also to its commands, of `[label](target)` in what it is given to say. */
const asPlain = (sentence: string): string => oneLine(sentence).replaceAll('](', '] (');

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
