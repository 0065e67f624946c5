import type { Push } from '../../server/protocol/frames';
import type { MemberId } from '../../server/protocol/ids';
import type { Link } from '../connection/link';
import type { Sender } from '../connection/sender';
import { confirm } from './confirmations';
import type { OpenRoom } from './openRoom';
import type { People } from './people';
import type { RoomList } from './roomList';
import type { ServerHealth } from './serverHealth';

interface Hearing {
  readonly me: MemberId;
  readonly rooms: RoomList;
  readonly people: People;
  readonly open: OpenRoom;
  readonly sender: Sender;
  /** The reader has left the open room, which it may still see: nobody tells what is said there until it is asked for. */
  readonly left: (link: Link) => void;
  readonly health: Pick<ServerHealth, 'heard'>;
}

/** Takes in what a server tells, but for the entries of the open room: its feed hears those by itself. */
export function hear(hearing: Hearing, link: Link, push: Push): void {
  takeIn(hearing, link, push);
  if (hearing.rooms.isBeyondReason || hearing.people.isBeyondReason) link.close('misbehaving');
}

function takeIn({ me, rooms, people, open, sender, left, health }: Hearing, link: Link, push: Push): void {
  switch (push.kind) {
    case 'storage':
      return health.heard(push);
    case 'persons':
      return people.heard(push.persons);
    case 'typing':
      return open.types(push.room, push.member);
    case 'people':
      return;
    default:
      rooms.heard(push);
  }
  if (push.kind === 'entries' && push.room !== open.id)
    confirm(sender, me, { ...push, head: push.entries.at(-1)?.seq ?? 0 });
  const hasLeft = push.kind === 'mine' && !push.mine && push.room === open.id;
  if (hasLeft && rooms.get(open.id)) left(link);
}
