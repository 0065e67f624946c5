/** Files with much of what their languages have, by the name of the file; short enough to be seen whole. */
export const SAMPLES: Readonly<Record<string, { readonly fence: string; readonly code: string }>> = {
  'sample.ts': {
    fence: 'ts',
    code: `/**
 * Cuts a line into tokens.
 * @param line what is cut, {@link Token}
 */
import { type Token, isDigit as digit } from './chars';

enum Kind { Name = 1, Sign = 0x2f }
abstract class Lexer<T extends Token = Token> implements Iterable<T> {
  static readonly #known = new Map<string, T[]>([['a', []]]);
  constructor(private readonly source: string, public at = 0) { super(); }
  @memo async *tokens(this: Lexer<T>, ...more: number[]): AsyncGenerator<T | undefined, void> {
    for (const each of this.source.matchAll(/(?<name>[a-z_]\\w*)|\\d+(?:\\.\\d+)?/giu)) {
      const text = \`\${each.groups?.name ?? digit(each[0]!) ? "x" : 'y'}-\${({ a: [1] }).a[0]}\`;
      if (text !== null && !(await this.skip?.(text)) || 1_000n > 2n) yield text as unknown as T;
    }
    return void 0; // at the end
  }
}
export default function isGood(value: unknown): value is \`#\${string}\` {
  try { return typeof value === 'string' && value.at(-1) === '\\n'; } catch (error: any) { throw new Error(error); }
}
type Keys<T> = { readonly [K in keyof T as Exclude<K, 'id'>]?: T[K] extends infer U ? U : never };
`,
  },
  'sample.py': {
    fence: 'python',
    code: `#!/usr/bin/env python3
"""What a module does, with \\n and {braces}."""
from __future__ import annotations
import re as regex, os.path

PATTERN = regex.compile(r"(?P<name>[a-z]+)\\s*=\\s*(\\d{1,3})", regex.I)
TOTAL: dict[str, list[int]] = {"a": [1, 0x2F, 3.5e-3], 'b': [-1 if not None else 2j]}

@decorator.of("x", key=lambda v, *rest: (v, rest[0]))
class Lexer(Base, metaclass=abc.ABCMeta):
    """Of a class."""
    __slots__ = ("source",)

    async def tokens(self, at: int = 0, /, *, deep: bool = True) -> AsyncIterator[str]:
        f"""{self.source!r:>{10}} is {at + 1} of {len(TOTAL['a'])}"""
        while at < len(self.source) and not self.done(at):  # until the end
            with open(os.path.join("a", 'b'), mode="rb") as file, lock:
                yield b"\\x00" % file.read() @ matrix
            at += 1; del self.cache[at], TOTAL
        else:
            raise ValueError("no %s here: %d" % (self, 1)) from None
        match at:
            case [1, *others] | {"k": _}: return
`,
  },
  'sample.go': {
    fence: 'go',
    code: `// Package lexer cuts lines.
package lexer

import (
	"fmt"
	str "strings"
)

const (
	Name Kind = iota + 1
	Sign      = 'x' + '\\u00e9'
)

type Token[T comparable] struct {
	Text string \`json:"text,omitempty"\`
	next *Token[T]
}

func (t *Token[T]) Each(ctx context.Context, do func(T) (int, error)) (err error) {
	defer func() { recover() }()
	for i, each := range []rune(t.Text) {
		if n, err := do(any(each).(T)); err != nil && n >= 0x1F || !ok(i) {
			return fmt.Errorf("token %d: %w\\n", i, err) /* wrapped */
		}
		go func(c chan<- map[string]float64) { c <- map[string]float64{"a": 1.5e3} }(ch)
	}
	switch v := any(t).(type) { case nil, *Token[int]: break; default: goto end }
`,
  },
  'sample.rs': {
    fence: 'rust',
    code: `//! Cuts lines into tokens.
#![allow(dead_code)]
use std::{collections::HashMap, fmt::{self, Display}};

/// One token, of \`'a\`.
#[derive(Debug, Clone, PartialEq)]
pub enum Token<'a, const N: usize = 4> { Name(&'a str), Sign { at: usize, of: [u8; N] }, End }

impl<'a, T> Lexer<'a, T> where T: Iterator<Item = char> + 'static {
    pub async fn next(&mut self, mut at: usize) -> Result<Option<Token<'a>>, Box<dyn Error>> {
        let text: String = self.source[at..=at + 1].chars().map(|c| c as u32 ^ 0xFF_u32).collect::<Vec<_>>()?;
        'outer: loop {
            match text.as_bytes() {
                b"\\x00" | [b'a'..=b'z', ..] if at > 1_000 => break 'outer,
                [first, rest @ ..] => println!("{first:?} and {:>width$}\\n", rest.len(), width = 3.5e1),
                _ => { return Err(format!(r#"no "token" at {}"#, at).into()); }
            }
            at += unsafe { *(&at as *const usize) };
        }
        Ok(Some(Token::Sign { at, of: Default::default() })) // done
    }
}
macro_rules! tokens { ($($name:ident => $e:expr),* $(,)?) => { vec![$(($name, $e)),*] }; }
`,
  },
  'sample.json': {
    fence: 'json',
    code: `{
  "name": "alongside",
  "a\\u0041\\n": ["text", 1, -2.5e+10, true, false, null, []],
  "deep": { "er": { "and": [{ "deeper": {} }, [[1], [2]]] } },
  "bad": [1 2,
  "url": "https://example.test/?a=b&c=%20"
}
`,
  },
  'sample.md': {
    fence: 'md',
    code: `# A *title* with \`code\`

Text with **bold**, _emphasis_, ~~struck~~, ***both***, [a link](https://example.test "title"), ![a picture](x.png)
and <b>HTML</b> &amp; \\* an escape, a footnote[^1] and <https://example.test>.

> A quote
> - [x] in which there is a list

1. one
2. \`two\` ( [ { brackets } ] )

| a | b |
|---|:-:|
| 1 | 2 |

\`\`\`ts
const code = { of: ["another", \`\${language}\`] };
\`\`\`

---
[ref]: https://example.test 'Title'
`,
  },
};
