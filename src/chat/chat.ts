import type { Answer, CallName, Params } from '../../server/protocol/calls';
import type { Push } from '../../server/protocol/frames';
import { type Cid, GENERAL, type RoomId, type Seq } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import { type Result, fail } from '../../server/protocol/result';
import type { Link as PageLink, Pending, ShownRoom, Storage } from '../../webview/protocol/messages';
import type { Clock } from '../clock';
import { type Address, addressOf } from '../connection/address';
import type { Attempt } from '../connection/ending';
import type { Identity } from '../connection/handshake';
import { Keeper, type Standing } from '../connection/keeper';
import type { Connect, Link } from '../connection/link';
import type { Outbox } from '../connection/outbox';
import { callPatiently } from '../connection/patient';
import { type Answering, Sender } from '../connection/sender';
import { type ChatFiles, type FilePlaces, chatFiles } from '../files/chatFiles';
import type { DeviceKey } from '../identity/deviceKey';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import type { Log } from '../log';
import { tellStorage } from '../sentences';
import { confirm } from './confirmations';
import { type Entrance, enterChat } from './entrance';
import { hear } from './hearing';
import { everythingOf, historyOf } from './history';
import type { Memory } from './memory';
import { OpenRoom, type OpenRoomEvent } from './openRoom';
import { People } from './people';
import { Reads } from './reads';
import { LostSearch } from './restored';
import { RoomList } from './roomList';
import type { Place, RoomWindow } from './roomWindow';
import { loadOpenRoom, loadRooms, saveOpenRoom, saveRooms } from './savedRooms';
import { shownLink, shownPending } from './shown';

export type ChatEvent = OpenRoomEvent | { readonly kind: 'pending' | 'link' | 'rooms' | 'persons' | 'storage' };

export interface ChatPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly memory: Memory;
  /** Of this window alone. */
  readonly windowMemory: Memory;
  readonly outbox: Outbox;
  readonly key: DeviceKey;
  readonly files: FilePlaces;
  readonly connect: Connect;
}

const HISTORY_PAGE = 100;
/** What is answered with a room, which may be none of the list yet. */
const TELLING: ReadonlySet<CallName> = new Set(['createRoom', 'openDirect', 'joinRoom', 'room']);
const LEAVE_MS = 3_000;
const NO_ROOM = 'This room is not there any more, or not for you.';

/** One server the reader has joined: what pages show is read from here and never lost with a page. */
export class Chat implements Disposable {
  readonly changed = new Emitter<ChatEvent>();
  readonly address: Address;
  readonly identity: Identity;
  readonly rooms: RoomList;
  readonly people: People;
  readonly files: ChatFiles;
  readonly #ports: ChatPorts;
  readonly #open: OpenRoom;
  readonly #reads: Reads;
  readonly #sender: Sender;
  readonly #lost: LostSearch;
  readonly #keeper: Keeper<Link>;
  readonly #owned = new Owned();
  #storage: Storage | undefined;
  /** That the server took last. */
  #credential: string;
  #meeting: Promise<unknown> = Promise.resolve();
  #movedTo: Address | undefined;

  constructor(address: Address, identity: Identity, ports: ChatPorts) {
    const { clock, log, outbox, random, memory, windowMemory } = ports;
    const { member: me } = identity;
    this.address = address;
    this.identity = identity;
    this.#credential = identity.credential;
    this.#ports = ports;
    this.people = new People(me);
    const saved = loadRooms(memory, identity);
    this.rooms = new RoomList({
      me,
      people: this.people,
      ...saved,
      ask: (room) => this.#reads.ask(room),
      meet: (room) => this.#meet(room),
    });
    this.#reads = this.#owned.own(new Reads(clock, this.rooms));
    const room = loadOpenRoom(windowMemory, identity.server);
    const { rooms, people } = this;
    this.#open = this.#owned.own(new OpenRoom({ room, me, rooms, people, clock, log }));
    this.#keeper = this.#owned.own(new Keeper({ open: (signal) => this.#enter(signal), clock, random, log }));
    this.files = chatFiles({
      places: ports.files,
      ...{ to: address, member: me, clock, log },
      ask: (wanted) => this.call('createDownload', wanted),
      isNeeded: (file) => outbox.names(file),
    });
    const { uploads } = this.files;
    this.#sender = this.#owned.own(new Sender({ member: me, outbox, uploads, clock, log }));
    this.#lost = new LostSearch(this, this.#sender);
    this.#owned.own(saveRooms(memory, identity, rooms, clock));
    this.#follow();
  }

  get standing(): Standing<Link> {
    return this.#keeper.standing;
  }

  get link(): PageLink {
    return shownLink(this.standing, this.address.shown);
  }

  /** The open one. */
  get room(): RoomId {
    return this.#open.id;
  }

  get shownRoom(): ShownRoom {
    return this.#open.shown;
  }

  get window(): RoomWindow | undefined {
    return this.#open.window;
  }

  /** How many of those who are in the open room are connected. */
  get here(): number {
    return this.#open.people;
  }

  /** Who is writing in the open room, by name. */
  get typing(): readonly string[] {
    return this.#open.typing;
  }

  /** Of the open room, and of rooms that are not there any more: nowhere else would those be seen. */
  get pending(): readonly Pending[] {
    return shownPending(this.#sender.pending, this.room, this.rooms);
  }

  /** What is wrong with the disk of the server, which is there. */
  get storage(): Storage | undefined {
    return this.#storage;
  }

  /** Where the server says that it goes on. Nothing goes there before the reader has said so. */
  get movedTo(): Address | undefined {
    return this.#movedTo;
  }

  /** In the open room. Where the reader is only a visitor, nothing is unread. */
  get readUpTo(): Seq {
    return this.rooms.get(this.room)?.mine?.readUpTo ?? this.window?.head ?? 0;
  }

  /** Connects and stays connected. What an earlier window could not send is taken over first. */
  start(): void {
    void this.#sender.adopt().then(() => this.#keeper.start());
  }

  retryNow(): void {
    this.#keeper.retryNow();
  }

  /** Opens a room in place of the one that is open, as soon as it is loaded. Why not, where it cannot be. */
  async open(room: RoomId): Promise<string | undefined> {
    if (!this.rooms.get(room) && room !== GENERAL) return NO_ROOM;
    const { standing } = this;
    if (standing.at !== 'online') {
      this.#open.openKept(room);
      return undefined;
    }
    const opened = await this.#open.open(room, standing.link);
    if (opened.ok) return undefined;
    if (opened.ending === 'notAlongside') return NO_ROOM;
    // It may not follow the room any more, and not know what it missed.
    standing.link.close(opened.ending);
    return this.open(room);
  }

  /** Any other call of the wire. E_UNAVAILABLE without a connection; where the server asks for a pause, it is taken. */
  async call<K extends CallName>(name: K, params: Params<K>): Promise<Result<Answer<K>>> {
    const { standing } = this;
    if (standing.at !== 'online') return fail('E_UNAVAILABLE', 'offline');
    const answer = await callPatiently(standing.link, this.#ports.clock, name, params);
    if (answer.ok && TELLING.has(name)) this.rooms.learn((answer.value as Answer<'joinRoom'>).room);
    return answer;
  }

  /** Another credential for this computer: the one in use is good for nothing then. */
  renewKey(): Promise<Result<object> | 'notKept'> {
    return this.#ports.key.renew(this.#credential, (keys) => this.call('rekey', keys));
  }

  /** `ids`: of files on the shelf, which belong to the message from here on. */
  async post(room: RoomId, cid: Cid, text: string, ids: readonly Cid[] = []): Promise<void> {
    await this.answer({ room }, cid, text, ids);
  }

  /** A message that may answer another one. */
  async answer(to: Answering, cid: Cid, text: string, ids: readonly Cid[] = []): Promise<void> {
    const files = await this.files.shelf.find(ids);
    if (!files) return this.#sender.postIncomplete(to.room, cid, text);
    await this.#sender.answer(to, cid, text, files);
    await this.files.shelf.sent(ids);
  }

  retry(cid: Cid): Promise<void> {
    return this.#sender.retry(cid);
  }

  discard(cid: Cid): Promise<void> {
    return this.#sender.discard(cid);
  }

  read(room: RoomId, seq: Seq): void {
    this.rooms.read(room, seq, room === this.room ? this.#open.countBehind(seq) : undefined);
  }

  sayTyping(room: RoomId): void {
    const { standing } = this;
    if (standing.at === 'online') void standing.link.call('typing', { room });
  }

  history(room: RoomId, place: Place, limit: number = HISTORY_PAGE) {
    return historyOf(this, room, place, limit);
  }

  everything(room: RoomId = this.room): AsyncGenerator<readonly Entry[], boolean> {
    return everythingOf(this, room);
  }

  /** Says goodbye, so that the others need not wait for it. */
  async leave(): Promise<void> {
    const { standing } = this;
    if (standing.at === 'online') await standing.link.call('leave', {}, LEAVE_MS);
    this.dispose();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #follow(): void {
    const tell = (kind: Exclude<ChatEvent['kind'], 'arrived'>) => () => this.changed.fire({ kind });
    this.#owned.own(this.#open.changed.on((event) => this.#fed(event)));
    this.#owned.own(this.#open.loaded.on(({ room, window }) => this.rooms.arrived(room, window.entries)));
    this.#owned.own(this.#keeper.changed.on((standing) => this.#stands(standing)));
    this.#owned.own(this.#sender.changed.on(tell('pending')));
    this.#owned.own(this.people.changed.on(tell('persons')));
    this.#owned.own(this.rooms.changed.on(() => this.#roomsChanged()));
  }

  #enter(signal: AbortSignal): Promise<Attempt<Link>> {
    const entrance: Entrance = {
      identity: this.identity,
      key: this.#ports.key,
      connect: () => this.#ports.connect(this.address, signal),
      entered: (link, answer, credential) => {
        this.#credential = credential;
        this.#entered(link, answer);
      },
      heard: (link, push) => this.#heard(link, push),
      attach: (link) => this.#open.attach(link),
    };
    return enterChat(entrance, signal);
  }

  #entered(link: Link, { rooms, epoch, role }: Answer<'authenticate'>): void {
    const outdated = this.#open.takeOutdated(epoch);
    if (outdated.length > 0) this.#sender.restored();
    this.#lost.add(outdated);
    this.#open.role = role;
    // It says so again, if it still does.
    this.#movedTo = undefined;
    this.rooms.begin(rooms, epoch);
    if (!this.rooms.get(this.room)) this.#open.openKept(GENERAL);
    void this.people.ask(link, this.#ports.clock);
  }

  #stands(standing: Standing<Link>): void {
    const isNews = standing.at !== 'offline' || standing.retryAt !== undefined;
    const ending = 'ending' in standing ? { ending: standing.ending } : {};
    if (isNews) this.#ports.log.info('link', { at: standing.at, ...ending });
    if (standing.at === 'online') this.#online(standing.link);
    else this.#offline();
    this.changed.fire({ kind: 'link' });
  }

  #online(link: Link): void {
    this.#sender.online(link);
    this.#reads.online(link);
    void this.#lost.find();
  }

  #offline(): void {
    this.#sender.offline();
    this.#reads.offline();
    this.#open.offline();
    this.#stored(undefined);
  }

  #heard(link: Link, push: Push): void {
    const { rooms, people, identity } = this;
    const [open, sender] = [this.#open, this.#sender];
    const storage = (told: Extract<Push, { kind: 'storage' }>) => {
      this.#movedTo = told.move?.to === undefined ? undefined : addressOf(told.move.to, told.move.pin);
      this.#stored(tellStorage(told, this.#movedTo));
    };
    const left = (over: Link) => void this.#followAnew(over);
    hear({ me: identity.member, rooms, people, open, sender, left, storage }, link, push);
  }

  async #followAnew(link: Link): Promise<void> {
    const { room } = this;
    const followed = await this.#open.followAnew(link);
    if (followed.ok || room !== this.room) return;
    if (followed.ending === 'notAlongside' && room !== GENERAL) void this.open(GENERAL);
    else link.close(followed.ending);
  }

  /** One after the other: who names many rooms is not to be asked for all of them at once. */
  #meet(room: RoomId): void {
    this.#meeting = this.#meeting.then(() => this.call('room', { room }));
  }

  #stored(storage: Storage | undefined): void {
    if (storage === this.#storage) return;
    this.#storage = storage;
    this.changed.fire({ kind: 'storage' });
  }

  #roomsChanged(): void {
    this.changed.fire({ kind: 'rooms' });
    // The reader was taken out of it, or it is a room that only the server of before had.
    if (this.standing.at === 'online' && !this.rooms.get(this.room)) void this.open(GENERAL);
  }

  #fed(event: OpenRoomEvent): void {
    const { window, room } = this;
    if (event.kind !== 'arrived' && event.kind !== 'reset') return this.changed.fire(event);
    if (event.kind === 'arrived') this.rooms.arrived(room, event.entries);
    else this.#opened();
    // Arrived before it stops pending; gone from what is pending before all is shown anew.
    if (event.kind === 'arrived') this.changed.fire(event);
    if (window) confirm(this.#sender, this.identity.member, { ...window, room });
    if (event.kind === 'reset') this.changed.fire(event);
  }

  #opened(): void {
    const { window, room } = this;
    if (window) this.rooms.arrived(room, window.entries);
    saveOpenRoom(this.#ports.windowMemory, this.identity.server, room);
  }
}
