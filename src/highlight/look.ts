import * as z from 'zod/mini';

/** What the thread is started with, as JSON: what decides how the editor colours code, but for the theme. */
export const Look = z.object({
  /** What the installed extensions bring, as their manifests say it. */
  extensions: z.array(z.object({ path: z.string(), contributes: z.record(z.string(), z.unknown()) })),
  /** The setting `editor.tokenColorCustomizations`. */
  customisations: z.optional(z.unknown()),
  /** How pairs of brackets have colours: not, one after the other, or each kind of bracket for itself. */
  brackets: z.enum(['none', 'together', 'apart']),
});
export type Look = Readonly<z.infer<typeof Look>>;

export interface Uncoloured {
  /** Its id in the settings. */
  readonly theme: string;
  /** As it stands behind a fence. */
  readonly language: string;
  readonly code: string;
}
