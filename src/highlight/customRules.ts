import * as z from 'zod/mini';

/** The groups of the setting `editor.tokenColorCustomizations`, and what they stand for. */
const GROUPS = {
  comments: ['comment', 'punctuation.definition.comment'],
  strings: ['string', 'meta.embedded.assembly'],
  keywords: ['keyword - keyword.operator', 'keyword.control', 'storage', 'storage.type'],
  numbers: ['constant.numeric'],
  types: ['entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
  functions: ['entity.name.function', 'support.function'],
  variables: ['variable', 'entity.name.variable'],
} as const;

const Customisations = z.record(z.string(), z.unknown());

/** The rules of the setting: those for every theme, then those for this one. Each is checked like one of a theme. */
export function customRules(setting: unknown, theme: string): readonly unknown[] {
  const all = Customisations.safeParse(setting);
  if (!all.success) return [];
  const own = Object.entries(all.data).filter(([key]) => isFor(key, theme));
  return [all.data, ...own.map(([, value]) => value)].flatMap((each) => {
    const some = Customisations.safeParse(each);
    return some.success ? rules(some.data) : [];
  });
}

function rules(some: Readonly<Record<string, unknown>>): readonly unknown[] {
  const groups = Object.entries(GROUPS).flatMap(([group, scopes]) => {
    const value = some[group];
    if (value === undefined) return [];
    const settings = typeof value === 'string' ? { foreground: value } : value;
    return scopes.map((scope) => ({ scope, settings }));
  });
  const { textMateRules } = some;
  return Array.isArray(textMateRules) ? [...groups, ...(textMateRules as unknown[])] : groups;
}

/** `[Monokai][*Light*]`: names of themes, of which `*` leaves the start or the end open. */
const isFor = (key: string, theme: string): boolean =>
  key.startsWith('[') && key.endsWith(']') && [...key.matchAll(/\[(.+?)\]/g)].some(([, name = '']) => isName(name, theme)); // prettier-ignore

function isName(name: string, theme: string): boolean {
  if (name === theme) return true;
  const [isStartOpen, isEndOpen] = [name.startsWith('*'), name.endsWith('*')];
  if (isStartOpen && isEndOpen) return theme.includes(name.slice(1, -1));
  return (isEndOpen && theme.startsWith(name.slice(0, -1))) || (isStartOpen && theme.endsWith(name.slice(1)));
}
