import { type KeyObject, randomBytes } from 'node:crypto';
import {
  type Issued,
  certificate,
  der,
  extension,
  newKeys,
  pemOf,
  sequence,
} from '../../server/transport/issueCertificate';

export type { Issued };

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

/** Someone who issues certificates, known to nobody. */
export function anAuthority(): Authority {
  const keys = newKeys();
  const name = `Authority ${randomBytes(4).toString('hex')}`;
  const signer = keys.privateKey;
  const isAuthority = extension('551d13', sequence(der(0x01, [0xff])), true);
  const cert = certificate({ subject: name, issuer: name, keys, signer, extensions: [isAuthority], ...validity({}) });
  return { cert, issue: (wanted = {}) => issued(wanted, { name, signer }) };
}

/** Vouched for by nobody but itself. */
export const selfSigned = (wanted: Wanted = {}): Issued => issued(wanted);

function issued(wanted: Wanted, by?: { readonly name: string; readonly signer: KeyObject }): Issued {
  const { names = ['localhost', '127.0.0.1'] } = wanted;
  const keys = newKeys();
  const [subject = ''] = names;
  const alternatives = names.map((name) =>
    /^[\d.]+$/.test(name) ? der(0x87, name.split('.').map(Number)) : der(0x82, Buffer.from(name)),
  );
  const extensions = [extension('551d11', sequence(...alternatives))];
  const { name: issuer, signer } = by ?? { name: subject, signer: keys.privateKey };
  return { cert: certificate({ subject, issuer, keys, signer, extensions, ...validity(wanted) }), key: pemOf(keys) };
}

const validity = ({ from = daysFromNow(-1), to = daysFromNow(30) }: Wanted) => ({ from, to });
