import type { Answer, CallName, Params } from '../../server/protocol/calls';
import type { Push } from '../../server/protocol/frames';
import { type Cid, GENERAL, type RoomId, type Seq } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import type { Result } from '../../server/protocol/result';
import type { Link as PageLink, Pending, ShownRoom, Storage } from '../../webview/protocol/messages';
import { pause } from '../clock';
import type { Address } from '../connection/address';
import type { Attempt } from '../connection/ending';
import type { Identity } from '../connection/handshake';
import { Keeper, type Standing } from '../connection/keeper';
import type { Link } from '../connection/link';
import { type Answering, Sender } from '../connection/sender';
import { type ChatFiles, chatFiles } from '../files/chatFiles';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import { Absence } from './absence';
import { Caller } from './caller';
import { confirm } from './confirmations';
import { Deletions } from './deletions';
import { type Entrance, enterChat } from './entrance';
import { hear } from './hearing';
import { everythingOf, historyOf } from './history';
import { OpenCursor } from './cursor';
import { OpenRoom, type OpenRoomEvent } from './openRoom';
import { type Opening, followAnew, openRoom } from './opening';
import { People } from './people';
import type { ChatEvent, ChatPorts } from './ports';
import { Reads } from './reads';
import { LostSearch } from './restored';
import { type Came, RoomList } from './roomList';
import type { Place, RoomWindow } from './roomWindow';
import type { ReadCursor } from './tally';
import { loadOpenRoom, loadRooms, saveOpenRoom, saveRooms } from './savedRooms';
import { ServerHealth } from './serverHealth';
import { shownLink, shownPending } from './shown';

const LEAVE_MS = 3_000;

/** One server the reader has joined: what pages show is read from here and never lost with a page. */
export class Chat implements Disposable {
  readonly changed = new Emitter<ChatEvent>();
  readonly address: Address;
  readonly identity: Identity;
  readonly rooms: RoomList;
  readonly people: People;
  readonly files: ChatFiles;
  readonly absence: Absence;
  readonly deletions: Deletions;
  readonly #ports: ChatPorts;
  readonly #open: OpenRoom;
  readonly #reads: Reads;
  readonly #cursor: OpenCursor;
  readonly #sender: Sender;
  readonly #lost: LostSearch;
  readonly #health = new ServerHealth();
  readonly #caller: Caller;
  readonly #keeper: Keeper<Link>;
  readonly #owned = new Owned();
  /** That the server took last. */
  #credential: string;

  constructor(address: Address, identity: Identity, ports: ChatPorts) {
    const { clock, log, outbox, random, memory, windowMemory } = ports;
    const { member: me } = identity;
    this.address = address;
    this.identity = identity;
    this.#credential = identity.credential;
    this.#ports = ports;
    this.people = new People(me);
    this.#caller = new Caller({ standing: () => this.standing, rooms: () => this.rooms, clock });
    const saved = loadRooms(memory, identity);
    this.rooms = new RoomList({
      me,
      people: this.people,
      ...saved,
      ask: (room) => this.#reads.ask(room),
      meet: (room) => this.#caller.meet(room),
    });
    this.#reads = this.#owned.own(new Reads(clock, this.rooms));
    const room = loadOpenRoom(windowMemory, identity.server);
    const { rooms, people } = this;
    this.#open = this.#owned.own(new OpenRoom({ room, me, rooms, people, clock, log }));
    this.#cursor = new OpenCursor(rooms, () => this);
    this.#keeper = this.#owned.own(new Keeper({ open: (signal) => this.#enter(signal), clock, random, log }));
    this.files = chatFiles({
      places: ports.files,
      ...{ to: address, member: me, clock, log },
      ask: (wanted) => this.call('createDownload', wanted),
      isNeeded: (file) => outbox.names(file),
    });
    this.#sender = this.#owned.own(new Sender({ member: me, outbox, uploads: this.files.uploads, clock, log }));
    this.absence = this.#owned.own(new Absence(rooms, clock));
    this.deletions = this.#owned.own(
      new Deletions({
        folder: ports.deletions,
        ...{ member: me, clock, log },
        call: (name, params) => this.call(name, params),
      }),
    );
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

  get storage(): Storage | undefined {
    return this.#health.storage;
  }

  get movedTo(): Address | undefined {
    return this.#health.movedTo;
  }

  /** In the open room. */
  get cursor(): ReadCursor {
    return this.#cursor.value;
  }

  /** Connects and stays connected. What an earlier window could not send is taken over first. */
  start(): void {
    void this.#sender.adopt().then(() => this.#keeper.start());
  }

  retryNow(): void {
    this.#keeper.retryNow();
  }

  /** Opens a room in place of the one that is open, as soon as it is loaded. Why not, where it cannot be. */
  open(room: RoomId): Promise<string | undefined> {
    return openRoom(this.#opening, room);
  }

  /** Any other call of the wire. E_UNAVAILABLE without a connection; where the server asks for a pause, it is taken. */
  call<K extends CallName>(name: K, params: Params<K>): Promise<Result<Answer<K>>> {
    return this.#caller.call(name, params);
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

  /** `turn`: the one in which it was read, if not this one. */
  read(room: RoomId, seq: Seq, turn?: number): void {
    // The editor may tell later that the reader is back.
    this.absence.look(true);
    const behind = room === this.room ? this.#open.countBehind(seq) : undefined;
    this.rooms.read(room, seq, { turn, behind });
  }

  sayTyping(room: RoomId): void {
    const { standing } = this;
    if (standing.at === 'online') void standing.link.call('typing', { room });
  }

  history(room: RoomId, place: Place, limit?: number) {
    return historyOf(this, room, place, limit);
  }

  everything(room: RoomId = this.room): AsyncGenerator<readonly Entry[], boolean> {
    return everythingOf(this, room);
  }

  /** Says goodbye, so that the others need not wait for it. */
  async leave(): Promise<void> {
    const { standing } = this;
    if (standing.at === 'online') {
      await Promise.race([this.deletions.finish(), pause(this.#ports.clock, LEAVE_MS)]);
      await standing.link.call('leave', {}, LEAVE_MS);
    }
    this.dispose();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #follow(): void {
    const tell = (kind: Exclude<ChatEvent['kind'], 'arrived' | 'touched' | 'roomGone' | 'refused'>) => () =>
      this.changed.fire({ kind });
    this.#owned.own(this.#open.changed.on((event) => this.#fed(event)));
    this.#owned.own(this.#open.loaded.on(({ room, window }) => this.rooms.arrived(room, window.entries)));
    this.#owned.own(this.#keeper.changed.on((standing) => this.#stands(standing)));
    this.#owned.own(this.#sender.changed.on(tell('pending')));
    this.#owned.own(this.deletions.changed.on(tell('deletions')));
    this.#owned.own(this.deletions.refused.on((text) => this.changed.fire({ kind: 'refused', text })));
    this.#owned.own(this.people.changed.on(tell('persons')));
    this.#owned.own(this.#health.changed.on(tell('storage')));
    this.#owned.own(this.rooms.changed.on(() => this.#roomsChanged()));
    this.#owned.own(this.rooms.came.on((came) => this.#came(came)));
    this.#owned.own(this.rooms.gone.on((room) => this.changed.fire({ kind: 'roomGone', room })));
    this.#owned.own(this.absence.changed.on(tell('missedCount')));
  }

  #enter(signal: AbortSignal): Promise<Attempt<Link>> {
    const entrance: Entrance = {
      identity: this.identity,
      key: this.#ports.key,
      connect: () => this.#ports.connect(this.address, signal),
      entered: (link, answer, credential) => this.#entered(link, answer, credential),
      heard: (link, push) => this.#heard(link, push),
      attach: (link) => this.#open.attach(link),
    };
    return enterChat(entrance, signal);
  }

  #entered(link: Link, { rooms, epoch, role }: Answer<'authenticate'>, credential: string): void {
    this.#credential = credential;
    const outdated = this.#open.takeOutdated(epoch);
    if (outdated.length > 0) this.#sender.restored();
    this.#lost.add(outdated);
    this.#open.role = role;
    this.#health.entered();
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
    this.deletions.online();
    void this.#lost.find();
  }

  #offline(): void {
    this.#sender.offline();
    this.#reads.offline();
    this.deletions.offline();
    this.#open.offline();
    this.#health.offline();
  }

  #heard(link: Link, push: Push): void {
    const { rooms, people, identity } = this;
    const [open, sender] = [this.#open, this.#sender];
    const left = (over: Link) => void followAnew(this.#opening, over);
    hear({ me: identity.member, rooms, people, open, sender, left, health: this.#health }, link, push);
  }

  get #opening(): Opening {
    const knows = async (room: RoomId) => (await this.call('room', { room })).ok;
    return { open: this.#open, rooms: this.rooms, standing: () => this.standing, knows };
  }

  #roomsChanged(): void {
    this.changed.fire({ kind: 'rooms' });
    if (this.#cursor.look()) this.changed.fire({ kind: 'setBack' });
    // The reader was taken out of it, or it is a room that only the server of before had.
    if (this.standing.at === 'online' && !this.rooms.get(this.room)) void this.open(GENERAL);
  }

  #came({ room, entries }: Came): void {
    const touched = entries.filter(({ kind }) => kind === 'edited' || kind === 'deleted');
    if (touched.length > 0) this.changed.fire({ kind: 'touched', room, entries: touched });
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
    // What its page begins with is not news.
    this.#cursor.look();
    if (window) this.rooms.arrived(room, window.entries);
    saveOpenRoom(this.#ports.windowMemory, this.identity.server, room);
  }
}
