import { createJavaScriptRegexEngine } from '@shikijs/engine-javascript';
import { EncodedTokenMetadata, type IGrammar, INITIAL, type IRawGrammar, Registry } from '@shikijs/primitive/textmate';
import * as z from 'zod/mini';
import type { Colouring } from '../../webview/protocol/colouring';
import { type Brackets, type Found, bracketsOf, levelsOf } from './brackets';
import { type Catalogue, type Grammar, catalogueOf } from './catalogue';
import { readData } from './files';
import { Inks } from './inks';
import type { Look, Uncoloured } from './look';
import { rulesOf } from './theme';

/** What was wrong with a file, or with what a grammar of a scope did. */
export type Tell = (trouble: { readonly of: string; readonly error: string }) => void;

const RawGrammar = z.looseObject({ scopeName: z.string(), patterns: z.array(z.looseObject({})) });

const TOKEN_TYPES: Readonly<Record<string, 0 | 1 | 2 | 3>> = { other: 0, comment: 1, string: 2, regex: 3 };
/** The editor does not look at longer ones. */
const LONGEST_LINE = 20_000;
/** What stands for the colours of all code: no theme has these. */
const DEFAULTS = { foreground: '#01020304', background: '#04030201' };

/** Colours code as the editor does, by the same files: the theme, the grammars, the brackets of the language. */
export class Painter {
  readonly #look: Look;
  readonly #tell: Tell;
  readonly #catalogue: Catalogue;
  readonly #registry: Registry;
  readonly #grammars = new Map<string, IGrammar | undefined>();
  readonly #brackets = new Map<string, Brackets>();
  /** Their numbers are their places. Zero is no language. */
  readonly #languages: string[] = [''];
  /** The last one that was asked for. */
  #theme: { readonly id: string; readonly isRead: boolean } | undefined;

  constructor(look: Look, tell: Tell) {
    this.#look = look;
    this.#tell = tell;
    this.#catalogue = catalogueOf(look.extensions);
    const engine = createJavaScriptRegexEngine({ forgiving: true });
    this.#registry = new Registry({
      onigLib: {
        createOnigScanner: (patterns) => engine.createScanner(patterns),
        createOnigString: (text) => engine.createString(text),
      },
      loadGrammar: (scope) => this.#rawGrammar(scope),
      getInjections: (scope) => this.#injections(scope),
    });
  }

  /** Undefined: it stays as it is. */
  paint({ theme, language, code }: Uncoloured): Colouring | undefined {
    const id = this.#catalogue.ids.get(language.toLowerCase());
    if (id === undefined || !this.#dress(theme)) return undefined;
    const grammar = this.#grammar(id);
    // A grammar may lead nowhere.
    return grammar && this.#read(this.#catalogue.scopes.get(id) ?? id, () => this.#colour(code, grammar));
  }

  #dress(id: string): boolean {
    if (this.#theme?.id === id) return this.#theme.isRead;
    const theme = this.#catalogue.themes.get(id);
    const rules = theme && this.#read(theme.path, () => rulesOf(theme, id, this.#look.customisations));
    this.#theme = { id, isRead: rules !== undefined };
    if (rules) this.#registry.setTheme({ name: id, settings: [{ settings: DEFAULTS }, ...rules] }); // prettier-ignore
    return rules !== undefined;
  }

  #grammar(language: string): IGrammar | undefined {
    if (!this.#grammars.has(language)) this.#grammars.set(language, this.#load(language));
    return this.#grammars.get(language);
  }

  #load(language: string): IGrammar | undefined {
    const scope = this.#catalogue.scopes.get(language);
    const grammar = scope === undefined ? undefined : this.#catalogue.grammars.get(scope);
    if (scope === undefined || grammar === undefined) return undefined;
    const configuration = {
      embeddedLanguages: this.#embedded(scope, grammar),
      tokenTypes: Object.fromEntries(
        Object.entries(grammar.tokenTypes ?? {}).flatMap(([selector, type]) => {
          const known = TOKEN_TYPES[type];
          return known === undefined ? [] : [[selector, known]];
        }),
      ),
      balancedBracketSelectors: grammar.balancedBracketScopes ?? ['*'],
      unbalancedBracketSelectors: grammar.unbalancedBracketScopes ?? [],
    };
    const number = this.#numberOf(language);
    return (
      this.#read(grammar.path, () => this.#registry.loadGrammarWithConfiguration(scope, number, configuration)) ??
      undefined
    );
  }

  /** The languages within it, by scope: its own, and those of what is added to it. */
  #embedded(scope: string, grammar: Grammar): Record<string, number> {
    const added = this.#injections(scope).map((each) => this.#catalogue.grammars.get(each));
    const all = [grammar, ...added].flatMap((each) => Object.entries(each?.embeddedLanguages ?? {}));
    return Object.fromEntries(all.map(([at, language]) => [at, this.#numberOf(language)]));
  }

  #numberOf(language: string): number {
    const known = this.#languages.indexOf(language);
    return known > 0 ? known : this.#languages.push(language) - 1;
  }

  #rawGrammar(scope: string): IRawGrammar | undefined {
    const path = this.#catalogue.grammars.get(scope)?.path;
    if (path === undefined) return undefined;
    const raw = this.#read(path, () => RawGrammar.parse(readData(path)));
    return raw as IRawGrammar | undefined;
  }

  /** Of a scope and of those it belongs to: `source`, `source.ts`. */
  #injections(scope: string): string[] {
    const parts = scope.split('.');
    return parts.flatMap((_, i) => this.#catalogue.injections.get(parts.slice(0, i + 1).join('.')) ?? []);
  }

  #bracketsOf(language: string): Brackets {
    const known = this.#brackets.get(language);
    if (known) return known;
    const files = this.#catalogue.configurations.get(language) ?? [];
    const made = bracketsOf(files.map((file) => this.#read(file, () => readData(file))));
    this.#brackets.set(language, made);
    return made;
  }

  #colour(code: string, grammar: IGrammar): Colouring {
    const inks = new Inks(this.#registry.getColorMap());
    const found: Found[] = [];
    let stack = INITIAL;
    for (const line of code.split('\n')) {
      if (line.length <= LONGEST_LINE) {
        // Without a limit of time: the first line of a language takes long, and who waits for all of it has one.
        const { tokens, ruleStack } = grammar.tokenizeLine2(line, stack, 0);
        for (let i = 0; i < tokens.length; i += 2) {
          const metadata = tokens[i + 1] ?? 0;
          const text = line.slice(tokens[i], tokens[i + 2] ?? line.length);
          found.push(...this.#find(text, metadata, inks.length));
          inks.add(text, metadata);
        }
        stack = ruleStack;
      } else inks.add(line, 0);
      inks.add('\n', 0);
    }
    return inks.colouring(found, levelsOf(found, this.#look.brackets === 'apart'));
  }

  #find(text: string, metadata: number, from: number): Found[] {
    const type: number = EncodedTokenMetadata.getTokenType(metadata);
    if (this.#look.brackets === 'none' || type !== TOKEN_TYPES['other']) return [];
    if (!EncodedTokenMetadata.containsBalancedBrackets(metadata)) return [];
    const language = EncodedTokenMetadata.getLanguageId(metadata);
    const { pattern, sorts } = this.#bracketsOf(this.#languages[language] ?? '');
    if (pattern === undefined) return [];
    return [...text.matchAll(pattern)].flatMap((match) => {
      const bracket = match[0].toLowerCase();
      const sort = sorts.get(bracket);
      return sort ? [{ at: from + match.index, language, text: bracket, sort }] : [];
    });
  }

  #read<T>(of: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#tell({ of, error: error instanceof Error ? `${error.name}: ${error.message.slice(0, 500)}` : 'unknown' });
      return undefined;
    }
  }
}
