import { arrivalText, noticeText } from './acts';
import { cleanFileName } from './fileNames';
import type { Arrival, Entry, FileRef, Message, Millis, Notice } from './model';

/**
 * `chat_history.txt`: one line an entry, `sender|YYYY-MM-DD|hh:mm AM|text`, in local time. The format is that of a chat
 * whose files have no header and no escapes, and so cannot always be told back apart. Ours begin with this line, and with it
 * a reader knows that every line is one entry.
 */
export const TRANSCRIPT_HEADER =
  '# Alongside transcript 1. One line an entry. In sender and text \\\\ is a backslash, \\n a line break, \\r a carriage return, \\| a bar.';

/** The sender of the lines that say who came and went. */
const SYSTEM_SENDER = 'SERVER';

const ESCAPES = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '|': '\\|' } as const;
const MEANINGS = { '\\': '\\', n: '\n', r: '\r', '|': '|' } as const;

const escapeField = (text: string): string =>
  text.replace(/[\\\n\r|]/g, (char) => ESCAPES[char as keyof typeof ESCAPES]);

/** What is no escape of ours stays as it stands. */
export const unescapeField = (text: string): string =>
  text.replace(/\\([\\nr|])/g, (_, char: keyof typeof MEANINGS) => MEANINGS[char]);

/** An entry with a line of its own. What was done to a message is seen where that is. */
export type Shown = Message | Arrival | Notice;

export const isShown = (entry: Entry): entry is Shown => SHOWN.has(entry.kind);
const SHOWN: ReadonlySet<Entry['kind']> = new Set<Shown['kind']>(['message', 'joined', 'left', 'notice']);

/** Without the line break at its end. */
export const formatTranscriptEntry = (entry: Shown): string => `${lineBefore(entry)}${escapeField(textOf(entry))}`;

/** A message's line up to its text. */
export function lineBefore(entry: Shown): string {
  const sender = entry.kind === 'message' ? entry.name : SYSTEM_SENDER;
  const { date, time } = localTime(entry.at);
  return `${escapeField(sender)}|${date}|${time}|`;
}

export function* formatTranscript(entries: Iterable<Entry>): Generator<string> {
  yield TRANSCRIPT_HEADER;
  for (const entry of entries) if (isShown(entry)) yield formatTranscriptEntry(entry);
}

export function* formatJsonLines(entries: Iterable<Entry>): Generator<string> {
  for (const entry of entries) yield JSON.stringify(entry);
}

/** For reading: a heading a day, every text as it was typed. */
export function* formatMarkdown(entries: Iterable<Entry>): Generator<string> {
  yield '# Team chat';
  let day = '';
  for (const entry of entries) {
    if (!isShown(entry)) continue;
    const { date, time } = localTime(entry.at);
    if (date !== day) yield `\n## ${date}`;
    day = date;
    yield entry.kind === 'message'
      ? `\n**${escapeMarkdown(onOneLine(entry.name))}** ${time}\n\n${entry.tombstone === undefined ? quote(textOf(entry)) : `*${textOf(entry)}*`}`
      : `\n*${escapeMarkdown(onOneLine(textOf(entry)))}* ${time}`;
  }
}

/** What stands for a text that is gone. */
export const TOMBSTONES = { deleted: '(deleted)', damaged: '(damaged)' } as const;

/** What the line of an entry says. */
export function textOf(entry: Shown): string {
  if (entry.kind === 'notice') return noticeText(entry);
  if (entry.kind !== 'message') return arrivalText(entry);
  if (entry.tombstone !== undefined) return TOMBSTONES[entry.tombstone];
  return entry.files ? [entry.text, ...fileTexts(entry)].filter((line) => line !== '').join('\n') : entry.text;
}

/** A line for each file that a message carries: whatever a server calls it, it is what it looks like. */
export const fileTexts = ({ files = [] }: Pick<Message, 'files'>): readonly string[] => files.map(fileText);

const fileText = ({ name, size }: FileRef): string => `[${cleanFileName(name)}, ${sizeText(size)}]`;

/** As people say it: 640 B, 1.4 MB. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [amount, unit] = bytes < 999_500 ? [bytes / 1_000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${amount.toFixed(amount < 10 ? 1 : 0)} ${unit}`;
}

/** As Python's `%Y-%m-%d` and `%I:%M %p` write it. */
function localTime(at: Millis): { readonly date: string; readonly time: string } {
  const local = new Date(at);
  const pad = (part: number, digits = 2) => String(part).padStart(digits, '0');
  const hours = local.getHours();
  return {
    date: `${pad(local.getFullYear(), 4)}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}`,
    time: `${pad(hours % 12 || 12)}:${pad(local.getMinutes())} ${hours < 12 ? 'AM' : 'PM'}`,
  };
}

const quote = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${escapeMarkdown(line)}`)
    .join('\\\n');

/** In an imported name a line break may stand, behind which anything could be made of it. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

const escapeMarkdown = (line: string): string =>
  line
    .replace(/[\\`*_[\]<>&#|~]/g, '\\$&')
    .replace(/^(\s*)([-+=]|\d+(?=[.)]))/, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    )
    .replace(/^[ \t]+/, (space) => space.replaceAll('\t', '    ').replaceAll(' ', '&nbsp;'));
