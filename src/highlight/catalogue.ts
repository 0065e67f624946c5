import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Look } from './look';

const Language = z.object({
  id: z.string(),
  aliases: z.optional(z.array(z.string())),
  extensions: z.optional(z.array(z.string())),
  filenames: z.optional(z.array(z.string())),
  /** The file with its brackets. */
  configuration: z.optional(z.string()),
});
type Language = z.infer<typeof Language>;

const Grammar = z.object({
  language: z.optional(z.string()),
  scopeName: z.string(),
  path: z.string(),
  injectTo: z.optional(z.array(z.string())),
  /** Which language begins at a scope. */
  embeddedLanguages: z.optional(z.record(z.string(), z.string())),
  /** What is no code at a selector, or is: brackets are found in code. */
  tokenTypes: z.optional(z.record(z.string(), z.string())),
  balancedBracketScopes: z.optional(z.array(z.string())),
  unbalancedBracketScopes: z.optional(z.array(z.string())),
});
export type Grammar = z.infer<typeof Grammar>;

const Theme = z.object({
  id: z.optional(z.string()),
  label: z.optional(z.string()),
  uiTheme: z.optional(z.string()),
  path: z.string(),
});
export type Theme = z.infer<typeof Theme>;

/** What the installed extensions bring. Each `path` is that of a file; of two with one name the later one counts. */
export interface Catalogue {
  /** By its id in the settings. */
  readonly themes: ReadonlyMap<string, Theme>;
  /** By its scope. */
  readonly grammars: ReadonlyMap<string, Grammar>;
  /** The scope of a language. */
  readonly scopes: ReadonlyMap<string, string>;
  /** The scopes of the grammars that add to that of a scope. */
  readonly injections: ReadonlyMap<string, readonly string[]>;
  /** Files with brackets, by the id of a language. */
  readonly configurations: ReadonlyMap<string, readonly string[]>;
  /** The id of what is called so, in lower case: by its id, by another name, by the end of its files' names. */
  readonly ids: ReadonlyMap<string, string>;
}

export function catalogueOf(extensions: Look['extensions']): Catalogue {
  const all = extensions.map(({ path, contributes }) => ({
    languages: eachOf(Language, contributes['languages']).map((each) => ({
      ...each,
      configuration: each.configuration === undefined ? undefined : join(path, each.configuration),
    })),
    grammars: eachOf(Grammar, contributes['grammars']).map((each) => ({ ...each, path: join(path, each.path) })),
    themes: eachOf(Theme, contributes['themes']).map((each) => ({ ...each, path: join(path, each.path) })),
  }));
  const grammars = all.flatMap((each) => each.grammars);
  const languages = all.flatMap((each) => each.languages);
  return {
    themes: new Map(all.flatMap((each) => each.themes).map((theme) => [theme.id ?? theme.label ?? '', theme])),
    grammars: new Map(grammars.map((grammar) => [grammar.scopeName, grammar])),
    scopes: new Map(grammars.flatMap(({ language, scopeName }) => (language ? [[language, scopeName]] : []))),
    injections: grouped(grammars.flatMap(({ injectTo = [], scopeName }) => injectTo.map((to) => [to, scopeName]))),
    configurations: grouped(languages.flatMap(({ id, configuration }) => (configuration ? [[id, configuration]] : []))),
    ids: idsOf(languages),
  };
}

/** What is no such thing is passed over. */
const eachOf = <T extends z.ZodMiniType>(schema: T, values: unknown): z.output<T>[] =>
  (Array.isArray(values) ? values : []).flatMap((value) => {
    const each = schema.safeParse(value);
    return each.success ? [each.data] : [];
  });

const grouped = (pairs: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>();
  for (const [key = '', value = ''] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
};

/** An id counts for more than a name, and that for more than the end of a file's name; the first one of its kind counts. */
function idsOf(languages: readonly Language[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const add = (name: string, id: string) => {
    const known = name.toLowerCase();
    if (known !== '' && !ids.has(known)) ids.set(known, id);
  };
  for (const { id } of languages) add(id, id);
  for (const { id, aliases = [] } of languages) for (const alias of aliases) add(alias, id);
  for (const { id, extensions = [], filenames = [] } of languages) {
    for (const extension of extensions) add(extension.replace(/^\./, ''), id);
    for (const name of filenames) add(name, id);
  }
  return ids;
}
