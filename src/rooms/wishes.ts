import { randomBytes } from 'node:crypto';
import { type Cid, newCid } from '../../server/protocol/ids';

/** Gives the same cid for the same wish: to try again after a lost answer is not to wish for one more. */
export function cidsOfWishes(): (...wish: readonly string[]) => Cid {
  const cids = new Map<string, Cid>();
  return (...wish) => {
    const key = JSON.stringify(wish);
    const cid = cids.get(key) ?? newCid(Date.now(), randomBytes(16));
    cids.set(key, cid);
    return cid;
  };
}
