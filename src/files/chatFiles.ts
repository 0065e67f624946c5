import type { Answer, Params } from '../../server/protocol/calls';
import type { Cid, MemberId } from '../../server/protocol/ids';
import type { Result } from '../../server/protocol/result';
import type { Clock } from '../clock';
import type { Address } from '../connection/address';
import type { Log } from '../log';
import type { FileCache } from './cache';
import { Downloads } from './downloads';
import { Shelf } from './shelf';
import { Uploads } from './uploads';

/** Where files lie on this computer. */
export interface FilePlaces {
  /** Of one server: what is to be sent. */
  readonly shelf: string;
  readonly cache: FileCache;
}

interface ChatFilesOptions {
  readonly places: FilePlaces;
  readonly to: Pick<Address, 'url' | 'pin'>;
  readonly member: MemberId;
  readonly clock: Clock;
  readonly log: Log;
  readonly ask: (wanted: Params<'createDownload'>) => Promise<Result<Answer<'createDownload'>>>;
  readonly isNeeded: (file: Cid) => Promise<boolean>;
}

/** The files of one chat: those that go with its messages, and those that come. */
export interface ChatFiles {
  readonly shelf: Shelf;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly cache: FileCache;
}

export function chatFiles({ places, to, member, clock, log, ask, isNeeded }: ChatFilesOptions): ChatFiles {
  const shelf = new Shelf({ folder: places.shelf, member, now: () => clock.now(), log, isNeeded });
  const { cache } = places;
  const [uploads, downloads] = [new Uploads({ to, shelf, clock }), new Downloads({ to, cache, clock, ask })];
  return { shelf, uploads, downloads, cache };
}
