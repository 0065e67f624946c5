import { t } from '@vscode/l10n';
import { plural } from '../protocol/language';
import { withChanges } from '../../server/protocol/changes';
import type { Cid } from '../../server/protocol/ids';
import { isGoing } from './acts';
import type { Action, PageState } from './model';
import { spokenRefs } from './files';
import { mentions } from './mentions';
import { spokenText } from '../text/spoken';
import { isForeign } from './selectors';

const LONGEST = 200;

/** Something to be said aloud: a new message of somebody else, one's own that failed or that the server lost, or a sentence. */
export type News =
  | { readonly from: string; readonly text: string; readonly isMention: boolean }
  | { readonly said: string }
  | { readonly failed: string }
  | { readonly lost: number };

/** Only what has just happened: never history, however it came onto the page. */
export function newsOf(action: Action, before: PageState): readonly News[] {
  if (action.kind === 'arrived') {
    return withChanges(action.entries, action.entries).flatMap((entry) =>
      entry.kind === 'message' && entry.seq > before.head && isForeign(before, entry)
        ? [
            {
              from: entry.name,
              text: [spokenText(entry.text), ...spokenRefs(entry.files)].join(' ').trim(),
              isMention: isToMe(before, entry.text),
            },
          ]
        : [],
    );
  }
  if (action.kind === 'room') {
    const { closed } = action.room;
    return closed === undefined || closed === before.room.closed ? [] : [{ said: closed }];
  }
  if (action.kind === 'slashed') return action.said === undefined ? [] : [{ said: action.said }];
  if (action.kind === 'setBack') return action.turn > before.turn ? [{ said: t('Marked as unread') }] : [];
  if (action.kind === 'undoable') return undoableOf(action.cids, before);
  if (action.kind === 'attached') return attachedOf(action, before);
  if (action.kind !== 'pending') return [];
  const known = new Set(before.pending.filter((item) => item.state === 'failed').map((item) => item.cid));
  const lost = action.pending.filter((item) => item.state === 'gone').length;
  const wasLost = before.pending.filter((item) => item.state === 'gone').length;
  return [
    ...action.pending.flatMap((item) =>
      item.state === 'failed' && !known.has(item.cid) ? [{ failed: item.reason ?? '' }] : [],
    ),
    ...(lost > wasLost ? [{ lost }] : []),
  ];
}

/** What is deleted in the end was told of already. */
function undoableOf(cids: readonly Cid[], { entries, acts }: PageState): readonly News[] {
  const now = new Set(cids);
  if (cids.some((cid) => !acts.undoable.has(cid))) return [{ said: t('Message deleted. Z brings it back') }];
  const isBack = entries.some((entry) => isGoing(entry, acts.undoable) && !isGoing(entry, now));
  return isBack ? [{ said: t('The message stays') }] : [];
}

function attachedOf({ room, files }: Extract<Action, { kind: 'attached' }>, before: PageState): readonly News[] {
  if (room !== before.room.id) return [];
  const wasReady = new Set(before.attached.flatMap(({ id, isReady }) => (isReady ? [id] : [])));
  return files.flatMap(({ id, name, isReady }) =>
    isReady && !wasReady.has(id) ? [{ said: t('{0} is attached', name) }] : [],
  );
}

const isToMe = ({ me }: PageState, text: string): boolean => me !== undefined && mentions(text, me.name);

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function ofMessages(messages: readonly Extract<News, { from: string }>[]): string {
  const [only, ...more] = messages;
  if (only === undefined) return '';
  if (more.length === 0)
    return only.isMention
      ? t('{0} mentions you: {1}', only.from, short(only.text))
      : `${only.from}: ${short(only.text)}`;
  const names = [...new Set(messages.map((message) => message.from))];
  const shown =
    names.length > 3 ? t('{0} and {1} others', names.slice(0, 2).join(', '), names.length - 2) : names.join(', ');
  const toMe = messages.filter((message) => message.isMention).length;
  const said = t('{0} new messages from {1}', messages.length, shown);
  return toMe === 0 ? said : `${said}, ${plural(toMe, t('1 mentions you'), t('{0} mention you', toMe))}`;
}

/** One sentence for everything that came at once. */
export function announcement(news: readonly News[]): string {
  const messages = news.flatMap((item) => ('from' in item ? [item] : []));
  const failures = news.flatMap((item) => ('failed' in item ? [item.failed] : []));
  const failure =
    failures.length > 1
      ? t('{0} messages not sent.', failures.length)
      : failures.map((why) => t('Message not sent: {0}', why))[0];
  const gone = news
    .flatMap((item) => ('lost' in item ? [item.lost] : []))
    .map((count) =>
      plural(
        count,
        t('1 message of yours is not on the server any more'),
        t('{0} messages of yours are not on the server any more', count),
      ),
    )
    .at(-1);
  const said = news.flatMap((item) => ('said' in item ? [item.said] : []));
  return [ofMessages(messages), failure, gone, ...said].filter(Boolean).join('. ');
}
