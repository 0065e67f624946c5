import { dirname, extname, join } from 'node:path';
import * as z from 'zod/mini';
import type { Theme } from './catalogue';
import { customRules } from './customRules';
import { readData } from './files';

/** What a theme says of a scope. */
export interface Rule {
  readonly scope: string | string[];
  readonly settings: { readonly foreground?: string; readonly fontStyle?: string };
}

const RawRule = z.object({
  scope: z.union([z.string(), z.array(z.string())]),
  settings: z.object({
    foreground: z.optional(z.nullable(z.string())),
    fontStyle: z.optional(z.nullable(z.string())),
  }),
});

const ThemeFile = z.object({
  include: z.optional(z.string()),
  /** Rules, or the file that has them. */
  tokenColors: z.optional(z.union([z.array(z.unknown()), z.string()])),
  /** Rules, as older themes have them. */
  settings: z.optional(z.array(z.unknown())),
});

/** Files that include each other would never end. */
const DEEPEST = 8;

/** What the editor adds where a theme says nothing of it: information, warning, error, debugging. */
const LOGGED: Readonly<Record<string, readonly string[]>> = {
  'vs': ['#316BCD', '#CD9731', '#CD3131', '#800080'],
  'vs-dark': ['#6796E6', '#CD9731', '#F44747', '#B267E6'],
  'hc-black': ['#6796E6', '#008000', '#FF0000', '#B267E6'],
  'hc-light': ['#316BCD', '#CD9731', '#CD3131', '#800080'],
}; // prettier-ignore

/** All rules of a theme, the later ones above the earlier: its own, then those of the settings. Throws what is wrong with its files. */
export function rulesOf(theme: Theme, id: string, customisations: unknown): readonly Rule[] {
  const rules = [...fileRules(theme.path, 0), ...customRules(customisations, id)].flatMap(asRule);
  if (rules.some(({ scope }) => scope === 'token.info-token')) return rules;
  const [info, warn, error, debug] = LOGGED[theme.uiTheme ?? ''] ?? LOGGED['vs-dark'] ?? [];
  const logged = { info, warn, error, debug };
  return [...rules, ...Object.entries(logged).flatMap(([name, foreground]) => asRule({ scope: `token.${name}-token`, settings: { foreground } }))]; // prettier-ignore
}

function fileRules(file: string, depth: number): readonly unknown[] {
  if (depth > DEEPEST) throw new RangeError('Themes include each other.');
  const { include, tokenColors, settings } = ThemeFile.parse(readData(file));
  if (extname(file).toLowerCase() !== '.json') return settings ?? [];
  const included = include === undefined ? [] : fileRules(join(dirname(file), include), depth + 1);
  if (settings) return [...included, ...settings];
  if (typeof tokenColors !== 'string') return [...included, ...(tokenColors ?? [])];
  return [...included, ...(ThemeFile.parse(readData(join(dirname(file), tokenColors))).settings ?? [])];
}

/** What is no rule is passed over. */
function asRule(raw: unknown): Rule[] {
  const rule = RawRule.safeParse(raw);
  if (!rule.success || rule.data.scope.length === 0) return [];
  const { scope, settings } = rule.data;
  const foreground = colourOf(settings.foreground ?? '');
  const { fontStyle } = settings;
  return [{ scope, settings: { ...(foreground !== undefined && { foreground }), ...(typeof fontStyle === 'string' && { fontStyle }) } }]; // prettier-ignore
}

/** As the editor has it; undefined for what it takes for no colour. */
function colourOf(text: string): string | undefined {
  const short = /^#([\da-f]{3,4})$/i.test(text) ? text.replace(/[\da-f]/gi, '$&$&') : text;
  if (!/^#(?:[\da-f]{6}|[\da-f]{8})$/i.test(short)) return undefined;
  const colour = short.toUpperCase();
  return colour.length === 9 && colour.endsWith('FF') ? colour.slice(0, 7) : colour;
}
