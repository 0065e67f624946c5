import * as z from 'zod/mini';
import { Cid } from '../../server/protocol/ids';
import { FileDescription } from '../../server/protocol/model';

/** A file that a message is to carry which is not sent yet: by this id it is announced, and its bytes lie on the shelf. */
export const UnsentFile = z.object({ id: Cid, ...FileDescription.shape });
export type UnsentFile = Readonly<z.infer<typeof UnsentFile>>;
