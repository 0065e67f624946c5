/** Where a link leads. */
export interface Target {
  readonly url: string;
  /** What the reader decides by, whole: the host with its port, or the address of a mail. */
  readonly host: string;
  readonly isMail: boolean;
}

/** The part of it that is the same in Node and in a browser. */
declare const URL: {
  new (
    address: string,
  ): Readonly<Record<'href' | 'protocol' | 'host' | 'username' | 'password' | 'pathname' | 'search', string>>;
  canParse(address: string): boolean;
};

const LONGEST = 2_000;
/** A longer one could not be shown whole. */
const LONGEST_HOST = 90;
const BEGINS = /^(?:https?:\/\/|mailto:)/i;
/** What an address does not have unless it pretends to be another one. */
const ODD = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\\]/u;
const MAIL = /^[^@?]+@[^@?]+$/;

/** Undefined for what is no link: another scheme, a name in front of the host, a relative one. */
export function targetOf(address: string): Target | undefined {
  if (address.length > LONGEST || !BEGINS.test(address) || ODD.test(address) || !URL.canParse(address))
    return undefined;
  const url = new URL(address);
  const isMail = url.protocol === 'mailto:';
  const host = isMail ? url.pathname : url.host;
  if (host === '' || host.length > LONGEST_HOST || url.username !== '' || url.password !== '') return undefined;
  // What else a mail would hold is not for a link to say.
  if (isMail && (!MAIL.test(host) || url.search !== '')) return undefined;
  return { url: url.href, host, isMail };
}
