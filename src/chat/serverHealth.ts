import type { Push } from '../../server/protocol/frames';
import type { Storage } from '../../webview/protocol/messages';
import { type Address, addressOf } from '../connection/address';
import { Emitter } from '../lifecycle';
import { tellStorage } from '../sentences';

/** What a server says of itself. */
export class ServerHealth {
  readonly changed = new Emitter<undefined>();
  #storage: Storage | undefined;
  #movedTo: Address | undefined;

  /** What is wrong with the disk of the server, which is there. */
  get storage(): Storage | undefined {
    return this.#storage;
  }

  /** Where the server says that it goes on. Nothing goes there before the reader has said so. */
  get movedTo(): Address | undefined {
    return this.#movedTo;
  }

  heard(told: Extract<Push, { kind: 'storage' }>): void {
    this.#movedTo = told.move?.to === undefined ? undefined : addressOf(told.move.to, told.move.pin);
    this.#stored(tellStorage(told, this.#movedTo));
  }

  /** It says so again, if it still does. */
  entered(): void {
    this.#movedTo = undefined;
  }

  offline(): void {
    this.#stored(undefined);
  }

  #stored(storage: Storage | undefined): void {
    if (storage === this.#storage) return;
    this.#storage = storage;
    this.changed.fire(undefined);
  }
}
