import { config } from '@vscode/l10n';
import { sizeText } from '../../server/protocol/transcript';

/** A bundle: what is said, by how it is said in English. */
export type Texts = Readonly<Record<string, string>>;

const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

let spoken = 'en';
// Not before they are needed: the first of a language take long, and the start would wait for them.
let counting: Intl.PluralRules | undefined;
let decimal: string | undefined;

/** From now on `t` says it so. Without texts for a language it is English, whatever the editor's own. */
export function speak(language: string, texts: Texts | undefined): void {
  spoken = texts ? language : 'en';
  counting = undefined;
  decimal = undefined;
  config({ contents: { ...texts } });
}

/** What the texts are in, a BCP 47 tag. */
export const spokenLanguage = (): string => spoken;

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';

/** The text for one or for several, as the language counts. */
export function plural(count: number, one: string, other: string): string {
  counting ??= new Intl.PluralRules(spoken);
  return counting.select(count) === 'one' ? one : other;
}

/** "3 days" */
export const lasting = (count: number, unit: 'minute' | 'hour' | 'day' | 'week'): string =>
  new Intl.NumberFormat(spoken, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** "a or b" */
export const either = (all: Iterable<string>): string =>
  new Intl.ListFormat(spoken, { type: 'disjunction' }).format(all);

/** "10,000" */
export const numeral = (count: number): string => new Intl.NumberFormat(spoken).format(count);

/** "1.4 MB" */
export function sizeIn(bytes: number): string {
  decimal ??= numeral(0.5).replaceAll(/\p{N}/gu, '');
  return sizeText(bytes).replace('.', decimal);
}
