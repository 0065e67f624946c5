import { randomInt } from 'node:crypto';

/** Crockford's digits: without letters that are read as other ones. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 5;
const IN_GROUP = 5;

/** 125 bits, to be read out and typed. */
export function newPassphrase(): string {
  const group = () => Array.from({ length: IN_GROUP }, () => DIGITS[randomInt(DIGITS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** However it was typed. */
export const passphraseOf = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
