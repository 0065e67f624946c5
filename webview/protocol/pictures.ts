/** What is drawn in a message. Nothing else is, whatever it calls itself: of these a browser shows pixels only. */
export const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** A bigger one is a file like any other. */
export const PICTURE_BYTES = 10 * 1024 * 1024;
export const PICTURE_PIXELS = 40_000_000;
