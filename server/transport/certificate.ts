import { X509Certificate, createHash, createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setInterval } from 'node:timers/promises';
import { type SecureContextOptions, createSecureContext } from 'node:tls';
import type { Log } from '../core/ports';
import type { Pin } from '../protocol/pin';

/** PEM files: the certificate with those it needs to be trusted, and its private key. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

interface Pair {
  readonly leaf: X509Certificate;
  readonly options: SecureContextOptions & { readonly cert: Buffer; readonly key: Buffer };
}

export interface Certificate {
  /** What new connections get. */
  readonly options: SecureContextOptions;
  readonly pin: Pin;
  /** Whether it was made for a name: a browser lets no page of another name through to it. */
  covers(name: string): boolean;
  /**
   * Reads the files again and again, as a renewal may replace files, links or whole folders, on any disk, and one file
   * after the other. What cannot be used is told once, and what was in use stays. Returns how to stop.
   */
  watch(everyMs: number, renewed: () => void): () => void;
}

/** The message says which file is wrong, and how. */
export class BadCertificate extends Error {}

/** Throws BadCertificate. */
export async function openCertificate(files: TlsFiles, log: Log): Promise<Certificate> {
  let pair = await read(files);
  let told: string | undefined;

  const tell = (complaint: string | undefined) => {
    if (complaint !== undefined && complaint !== told) log.warn('certificate', { why: complaint });
    told = complaint;
  };
  const renew = async (renewed: () => void) => {
    const found = await read(files, pair);
    if (found === pair) return;
    pair = found;
    renewed();
    log.info('certificate renewed', { validTo: pair.leaf.validTo });
  };
  tell(untimely(pair.leaf));

  return {
    get options() {
      return pair.options;
    },
    get pin() {
      return pinOf(pair.leaf);
    },
    covers: (name) => pair.leaf.checkHost(name) !== undefined,
    watch(everyMs, renewed) {
      const stop = new AbortController();
      const look = async () => {
        for await (const _ of setInterval(everyMs, undefined, { signal: stop.signal })) {
          const complaint = await renew(renewed).then(() => untimely(pair.leaf), keptBecause);
          // A server that has stopped may be without its files.
          if (!stop.signal.aborted) tell(complaint);
        }
      };
      look().catch(() => undefined); // aborted
      return () => stop.abort();
    },
  };
}

export const pinOf = ({ raw }: X509Certificate): Pin => createHash('sha256').update(raw).digest('base64url');

const keptBecause = (error: unknown): string => `The old one stays in use. ${messageOf(error)}`;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `before` itself where the files still hold it. */
async function read(files: TlsFiles, before?: Pair): Promise<Pair> {
  const [cert, key] = await Promise.all([readPem(files.cert), readPem(files.key)]);
  if (before?.options.cert.equals(cert) && before.options.key.equals(key)) return before;
  const leaf = attempt(() => new X509Certificate(cert), `${files.cert} holds no certificate in PEM form`);
  const secret = attempt(
    () => createPrivateKey(key),
    `${files.key} holds no private key in PEM form without a passphrase`,
  );
  if (!leaf.checkPrivateKey(secret)) {
    throw new BadCertificate(`The key in ${files.key} does not belong to the first certificate in ${files.cert}.`);
  }
  const options = { cert, key, minVersion: 'TLSv1.2' } as const;
  attempt(() => createSecureContext(options), `${files.cert} and ${files.key} cannot be used`);
  return { leaf, options };
}

const readPem = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw new BadCertificate(`${file} cannot be read (${messageOf(error)}).`);
  });

function attempt<T>(make: () => T, otherwise: string): T {
  try {
    return make();
  } catch (error) {
    throw new BadCertificate(`${otherwise} (${messageOf(error)}).`);
  }
}

function untimely({ validFrom, validTo }: X509Certificate): string | undefined {
  const now = Date.now();
  if (now >= Date.parse(validFrom) && now <= Date.parse(validTo)) return undefined;
  return `It is valid from ${validFrom} to ${validTo}, which is not now: nobody's editor will take it.`;
}
