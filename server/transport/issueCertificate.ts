import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its private key, in PEM form. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

type Keys = ReturnType<typeof newKeys>;

interface Parts {
  /** The common names. */
  readonly subject: string;
  readonly issuer: string;
  readonly keys: Keys;
  readonly signer: KeyObject;
  readonly extensions?: readonly Buffer[];
  readonly from: Date;
  readonly to: Date;
}

/** RFC 5280 names this moment for what has no end. */
const NO_END = new Date('9999-12-31T23:59:59Z');

/**
 * Vouched for by nobody but itself: for who knows its fingerprint, and looks at nothing else. So it names no computer, and
 * is valid whatever a clock says.
 */
export function issueForItself(): Issued {
  const keys = newKeys();
  const name = 'Alongside';
  const from = new Date('2020-01-01T00:00:00Z');
  const cert = certificate({ subject: name, issuer: name, keys, signer: keys.privateKey, from, to: NO_END });
  return { cert, key: pemOf(keys) };
}

export const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const pemOf = ({ privateKey }: Keys): string => privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

/** RFC 5280, 4.1. Node can read X.509 but not write it: these are its few lines of DER. */
export function certificate({ subject, issuer, keys, signer, extensions = [], from, to }: Parts): string {
  const toBeSigned = sequence(
    der(0xa0, der(0x02, [2])), // version 3
    der(0x02, [1, ...randomBytes(8)]),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(time(from), time(to)),
    nameOf(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign('sha256', toBeSigned, signer);
  const whole = sequence(toBeSigned, ECDSA_SHA256, der(0x03, [0, ...signature])).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;
}

export function der(tag: number, content: Uint8Array | readonly number[]): Buffer {
  const body = Buffer.from(content);
  const long = body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(body.length < 0x80 ? [body.length] : long)]), body]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, Buffer.concat(parts));
export const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(identifier(id), ...(isCritical ? [der(0x01, [0xff])] : []), der(0x04, value));

const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_SHA256 = sequence(identifier('2a8648ce3d040302'));
const nameOf = (common: string): Buffer =>
  sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(common)))));

/** UTCTime until 2049, GeneralizedTime from then on. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-T:]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}
