import type { RoomId } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import type { Clock } from '../clock';
import type { Connect } from '../connection/link';
import type { Outbox } from '../connection/outbox';
import type { FilePlaces } from '../files/chatFiles';
import type { DeviceKey } from '../identity/deviceKey';
import type { Log } from '../log';
import type { Memory } from './memory';
import type { OpenRoomEvent } from './openRoom';

export type ChatEvent =
  | OpenRoomEvent
  | { readonly kind: 'pending' | 'deletions' | 'link' | 'rooms' | 'persons' | 'storage' | 'setBack' | 'missedCount' }
  /** Why something that was asked for before did not come about after all. */
  | { readonly kind: 'refused'; readonly text: string }
  /** The texts of messages in any room are others now, or gone. */
  | { readonly kind: 'touched'; readonly room: RoomId; readonly entries: readonly Entry[] }
  | { readonly kind: 'roomGone'; readonly room: RoomId };

/** What a chat needs of this computer, and of this window. */
export interface ChatPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly memory: Memory;
  /** Of this window alone. */
  readonly windowMemory: Memory;
  readonly outbox: Outbox;
  /** The folder where deletions wait that can still be undone. It is there when the chat starts. */
  readonly deletions: string;
  readonly key: DeviceKey;
  readonly files: FilePlaces;
  readonly connect: Connect;
}
