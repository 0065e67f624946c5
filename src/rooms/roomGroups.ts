import type { ListedRoom } from '../../server/protocol/model';

export interface RoomGroups {
  /** Favourites of any kind, then the other rooms that are no direct conversations. */
  readonly rooms: readonly ListedRoom[];
  readonly direct: readonly ListedRoom[];
  readonly archived: readonly ListedRoom[];
}

/** The rooms that the reader is in, each once, in the order of the list. */
export function roomGroups(all: readonly ListedRoom[]): RoomGroups {
  const joined = all.filter(({ mine }) => mine !== undefined);
  const kept = joined.filter(({ isArchived }) => !isArchived);
  const isAtTop = ({ mine, kind }: ListedRoom) => mine?.isFavourite === true || kind !== 'direct';
  return {
    rooms: kept.filter(isAtTop),
    direct: kept.filter((room) => !isAtTop(room)),
    archived: joined.filter(({ isArchived }) => isArchived),
  };
}
