import { randomBytes } from 'node:crypto';
import { type Cid, newCid } from '../../server/protocol/ids';

export const newId = (): Cid => newCid(Date.now(), randomBytes(16));
