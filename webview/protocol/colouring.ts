import * as z from 'zod/mini';

/** As a theme has it. */
export const Colour = z.string().check(z.regex(/^#(?:[0-9A-F]{6}|[0-9A-F]{8})$/));

/** As the editor has them, to be added up. */
export const FONT = { italic: 1, bold: 2, underline: 4, strikethrough: 8 } as const;

/** How a piece of code looks. */
const Ink = z.object({
  /** None: that of all code. */
  colour: z.optional(Colour),
  font: z.int().check(z.minimum(0), z.maximum(15)),
  /** Of a bracket, how deep it stands; below 0 one that has no other end. Its colour is the theme's for that. */
  bracket: z.optional(z.int()),
});
export type Ink = Readonly<z.infer<typeof Ink>>;

/** The colours of a code. */
export const Colouring = z.object({
  inks: z.array(Ink),
  /** From its start: of how many characters, and which ink; and so on. What comes behind them has none. */
  runs: z.array(z.int().check(z.minimum(0))),
});
export type Colouring = Readonly<z.infer<typeof Colouring>>;

/** More of it stays as it is. */
export const MOST_CODE = { lines: 1_000, characters: 65_536 } as const;
