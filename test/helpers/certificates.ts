import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its private key, in PEM form. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  /** DNS names and IPv4 addresses. */
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
}

export interface Authority {
  /** What is to be trusted. */
  readonly cert: string;
  issue(wanted?: Wanted): Issued;
}

const DAY = 24 * 60 * 60 * 1000;
const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY);

/** Someone who issues certificates, known to nobody. Node can read X.509 but not write it: these are its few lines of DER. */
export function anAuthority(): Authority {
  const keys = newKeys();
  const name = nameOf(`Authority ${randomBytes(4).toString('hex')}`);
  const isAuthority = extension('551d13', sequence(der(0x01, [0xff])), true);
  const cert = certificate({ subject: name, issuer: name, keys, signer: keys.privateKey, extensions: [isAuthority] });
  return {
    cert,
    issue: (wanted = {}) => issued(wanted, name, keys.privateKey),
  };
}

/** Vouched for by nobody but itself. */
export const selfSigned = (wanted: Wanted = {}): Issued => issued(wanted);

function issued(wanted: Wanted, authority?: Buffer, signedBy?: KeyObject): Issued {
  const { names = ['localhost', '127.0.0.1'], ...validity } = wanted;
  const keys = newKeys();
  const subject = nameOf(names[0] ?? '');
  const alternatives = names.map((name) =>
    /^[\d.]+$/.test(name) ? der(0x87, name.split('.').map(Number)) : der(0x82, Buffer.from(name)),
  );
  const extensions = [extension('551d11', sequence(...alternatives))];
  const signer = signedBy ?? keys.privateKey;
  return {
    cert: certificate({ subject, issuer: authority ?? subject, keys, signer, extensions, ...validity }),
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

interface Parts {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly keys: Keys;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly from?: Date;
  readonly to?: Date;
}

/** RFC 5280, 4.1. */
function certificate({
  subject,
  issuer,
  keys,
  signer,
  extensions,
  from = daysFromNow(-1),
  to = daysFromNow(30),
}: Parts) {
  const toBeSigned = sequence(
    der(0xa0, der(0x02, [2])), // version 3
    der(0x02, [1, ...randomBytes(8)]),
    ECDSA_SHA256,
    issuer,
    sequence(time(from), time(to)),
    subject,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, signer);
  const whole = sequence(toBeSigned, ECDSA_SHA256, der(0x03, [0, ...signature])).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;
}

type Keys = ReturnType<typeof newKeys>;
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

function der(tag: number, content: Uint8Array | readonly number[]): Buffer {
  const body = Buffer.from(content);
  const long = body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(body.length < 0x80 ? [body.length] : long)]), body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, Buffer.concat(parts));
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_SHA256 = sequence(identifier('2a8648ce3d040302'));
const nameOf = (common: string): Buffer =>
  sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(common)))));
const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(identifier(id), ...(isCritical ? [der(0x01, [0xff])] : []), der(0x04, value));
/** UTCTime: until 2049. */
const time = (date: Date): Buffer => der(0x17, Buffer.from(date.toISOString().replace(/^..|[-T:]|\.\d+/g, '')));
