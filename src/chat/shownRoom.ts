import { t } from '@vscode/l10n';
import { AUDIT, type RoomId } from '../../server/protocol/ids';
import type { Millis, Role, Room } from '../../server/protocol/model';
import { isModerator } from '../../server/protocol/ranks';
import { spokenLanguage } from '../../webview/protocol/language';
import type { ShownRoom } from '../../webview/protocol/messages';
import { RoomWay } from '../../webview/protocol/slash';
import type { Clock } from '../clock';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import { dateTimeIn } from '../wording';
import { roomActs } from '../rooms/roomActs';
import type { People } from './people';
import type { RoomList } from './roomList';

/** A room of which no more than its id is known. */
export const unknownRoom = (id: RoomId): ShownRoom => ({
  id,
  kind: 'public',
  title: id,
  topic: '',
  mayModerate: false,
  ways: [],
});

interface Reader {
  readonly role: Role;
  readonly mutedUntil: Millis;
  readonly now: Millis;
}

export function shownRoom(room: Room, title: string, reader: Reader): Omit<ShownRoom, 'ways'> {
  const { id, kind, topic } = room;
  const closed = whyClosed(room, reader);
  const mayModerate = isModerator(reader) && kind !== 'direct';
  return { id, kind, title, topic, mayModerate, ...(closed !== undefined && { closed }) };
}

function whyClosed({ id, isArchived, isLocked }: Room, reader: Reader): string | undefined {
  const { role, mutedUntil, now } = reader;
  if (id === AUDIT) return t('Here stands who did what to whom. Nobody writes in it.');
  if (role === 'guest') return t('You are a guest here: you can read, but not write.');
  if (isArchived) return t('This room is archived: it can be read, and nobody writes in it any more.');
  if (isLocked && !isModerator(reader)) return t('This room is locked: only moderators write in it.');
  return mutedUntil > now ? t('A moderator does not let you write until {0}.', timeOf(mutedUntil)) : undefined;
}

const timeOf = (at: Millis): string => dateTimeIn(spokenLanguage()).format(at);

interface ShownParts {
  readonly rooms: RoomList;
  readonly people: People;
  readonly clock: Clock;
  /** The open room. */
  readonly open: () => RoomId;
}

/** A timer takes no more than 24 days. */
const LATEST_MS = 24 * 60 * 60 * 1000;

/** What is shown of the open room beside its entries; told when that is another. */
export class ShownHead implements Disposable {
  readonly changed = new Emitter<undefined>();
  /** As the server said it last; a member's own entry among the people is newer. */
  role: Role = 'member';
  readonly #parts: ShownParts;
  readonly #owned = new Owned();
  #told = '';
  #unmuted: Disposable | undefined;

  constructor(parts: ShownParts) {
    this.#parts = parts;
    this.#owned.own(parts.rooms.changed.on(() => this.look()));
    this.#owned.own(parts.people.changed.on(() => this.look()));
  }

  get value(): ShownRoom {
    const { rooms, people, clock, open } = this.#parts;
    const room = rooms.get(open());
    if (!room) return unknownRoom(open());
    const { role = this.role, mutedUntil = 0 } = people.me ?? {};
    const acts: readonly string[] = roomActs(room, people.me);
    const ways = RoomWay.options.filter((way) => acts.includes(way));
    return { ...shownRoom(room, rooms.titleOf(room), { role, mutedUntil, now: clock.now() }), ways };
  }

  look(): void {
    this.#unmuted?.dispose();
    const mutedMs = (this.#parts.people.me?.mutedUntil ?? 0) - this.#parts.clock.now();
    if (mutedMs > 0) this.#unmuted = this.#parts.clock.after(Math.min(mutedMs, LATEST_MS), () => this.look());
    const now = JSON.stringify(this.value);
    if (now === this.#told) return;
    this.#told = now;
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.#unmuted?.dispose();
    this.#owned.dispose();
  }
}
