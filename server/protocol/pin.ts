import * as z from 'zod/mini';

/** Which certificate a server shows: the SHA-256 of its DER form, in base64url. */
export const Pin = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
export type Pin = z.infer<typeof Pin>;
