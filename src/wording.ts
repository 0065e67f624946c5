import { type Looks, hoursOf } from '../webview/protocol/looks';

/** One line that says in Markdown what it says here: nothing is made of it, and no link of an address. */
export const asMarkdown = (text: string): string => oneLine(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');

/** Without what would break the line, or turn what stands around it. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]+/gu, ' ').trim();

/** A message in one line, without what only shapes its lines: fences, rules, headings, quotes, the bars of a table. */
export const inBrief = (text: string): string =>
  oneLine(
    text
      .replace(/^ *(?:`{3,}|~{3,}).*$/gmu, '')
      .replace(/^[ |:]*-[ |:-]*$/gmu, '')
      .replace(/^ *(?:#{1,6}|>) +/gmu, '')
      .replace(/^ *\|.*$/gmu, (row) => row.replaceAll('|', ' ')),
  ) || oneLine(text);

let hours = hoursOf('auto');

/** From now on times of day are written so. */
export const writeTimes = (format: Looks['timeFormat']): void => void (hours = hoursOf(format));

export const dateTimeIn = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...hours });

/** A time of day, with the day of the week where that is another one. */
export const timeIn = (locale: string, weekday?: 'long'): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', ...hours, ...(weekday && { weekday }) });
