import { type Event, EventEmitter, FileDecoration, type FileDecorationProvider, ThemeColor, Uri, window } from 'vscode';
import { RoomId } from '../../server/protocol/ids';
import type { Session } from '../chat/session';
import { type Disposable, Owned } from '../lifecycle';

const SCHEME = 'alongside-room';

export const uriOf = (room: RoomId): Uri => Uri.from({ scheme: SCHEME, path: `/${room}` });

/** Rooms with something unread stand out in the tree; how much it is stands beside them. */
export class UnreadColour implements FileDecorationProvider, Disposable {
  readonly onDidChangeFileDecorations: Event<undefined>;
  readonly #session: Session;
  readonly #owned = new Owned();
  readonly #changes: EventEmitter<undefined>;

  constructor(session: Session) {
    this.#session = session;
    this.#changes = this.#owned.own(new EventEmitter<undefined>());
    this.onDidChangeFileDecorations = this.#changes.event;
    this.#owned.own(window.registerFileDecorationProvider(this));
  }

  provideFileDecoration({ scheme, path }: Uri): FileDecoration | undefined {
    const room = scheme === SCHEME ? RoomId.safeParse(path.slice(1)) : undefined;
    const mine = room?.success ? this.#session.chat?.rooms.get(room.data)?.mine : undefined;
    if (!mine || mine.isMuted || mine.unread === 0) return undefined;
    return new FileDecoration(undefined, undefined, new ThemeColor('list.highlightForeground'));
  }

  refresh(): void {
    this.#changes.fire(undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
