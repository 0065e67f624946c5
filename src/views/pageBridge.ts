import { t } from '@vscode/l10n';
import type { RoomId, Seq } from '../../server/protocol/ids';
import {
  type CursorAct,
  type HelpSetting,
  type HostToPage,
  type PageCommand,
  PageToHost,
} from '../../webview/protocol/messages';
import type { Slash, Slashed } from '../../webview/protocol/slash';
import type { Chat } from '../chat/chat';
import { act, deleteMessage, editMessage, markUnread, messagesAt, openDirect } from '../chat/acts';
import type { CodeColours } from '../code/codeColours';
import type { Session, SessionEvent } from '../chat/session';
import { emptySnapshot, loadAnchored, snapshotOf } from '../chat/snapshot';
import type { Disposable } from '../lifecycle';
import { type Log, asData } from '../log';
import type { EditorLooks } from './editorLooks';
import { type FileActs, FileBridge } from './fileBridge';
import { type IssuePlace, LinkTeller } from './linkTeller';
import { answerList } from './lists';
import { MentionTeller } from './mentionTeller';

/** The whole list goes each time: a burst of changes is told no more often than this. */
const PENDING_MS = 50;

/** What the page may have done beyond the chat. */
export interface PageActs {
  readonly openLink: (url: string) => Promise<void>;
  /** Puts a link to a message into the clipboard. */
  readonly copyLink: (message: Place) => Promise<void>;
  readonly issues: IssuePlace;
  /** Answers why it could not. */
  readonly useCode: (used: Extract<PageToHost, { kind: 'useCode' }>) => Promise<string | undefined>;
  readonly openSetting: (setting: HelpSetting) => void;
  readonly slash: (chat: Chat | undefined, typed: Slash) => Promise<Omit<Slashed, 'kind' | 'id'>>;
  readonly colours: Pick<CodeColours, 'of' | 'changed'>;
  readonly files: FileActs;
  readonly looks: Pick<EditorLooks, 'now' | 'changed'>;
}

/** Of a message. */
interface Place {
  readonly room: RoomId;
  readonly seq: Seq;
}

/** What a page is to show or do first. */
export type Wanted = Place | 'search' | 'missed' | 'help' | CursorAct;

interface PageBridgeOptions extends PageActs {
  readonly session: Session;
  readonly send: (message: HostToPage) => void;
  readonly run: (command: PageCommand) => void;
  /** How the page finds a picture that lies in the cache. */
  readonly urlOf: (path: string) => string;
  readonly locale: string;
  readonly log: Log;
}

/**
 * Between the session and one page. A page that says `ready` gets everything; from then on, until it is hidden, it gets
 * what changes, numbered. A hidden page is gone: it says `ready` when it is back.
 */
export class PageBridge implements Disposable {
  readonly #options: PageBridgeOptions;
  readonly #following: readonly Disposable[];
  readonly #mentions: MentionTeller;
  readonly #links: LinkTeller;
  readonly #files: FileBridge;
  #rev = 0;
  #page: 'hidden' | 'loading' | 'live' = 'hidden';
  /** It was hidden since its last snapshot. */
  #isBack = false;
  #wantsFocus = false;
  #wanted: Wanted | undefined;
  /** The last `ready`: an answer to an older one comes too late. */
  #asked = 0;
  #pendingToldAt = -Infinity;
  #pendingLater: NodeJS.Timeout | undefined;

  constructor(options: PageBridgeOptions) {
    this.#options = options;
    this.#mentions = new MentionTeller(options.session, options.send);
    const { session, send, colours, looks, files: acts, urlOf } = options;
    this.#links = new LinkTeller(session, send, options.issues);
    this.#files = new FileBridge({ session, send, acts, urlOf });
    this.#following = [
      session.changed.on((event) => this.#follow(event)),
      colours.changed.on(() => send({ kind: 'recolour' })),
      looks.changed.on((now) => send({ kind: 'looks', looks: now })),
    ];
  }

  receive(raw: unknown): void {
    const message = PageToHost.safeParse(raw);
    const { log } = this.#options;
    if (message.success)
      this.#handle(message.data).catch((error: unknown) => log.error(message.data.kind, asData(error)));
    else log.warn('bad message of the page', { issues: message.error.issues.length });
  }

  hidden(): void {
    this.#asked += 1;
    this.#page = 'hidden';
    this.#isBack = true;
    this.#mentions.hidden();
    this.#links.hidden();
    this.#files.hidden();
  }

  /** Puts the cursor into the composer, at once or as soon as there is one. */
  focus(): void {
    this.#wantsFocus = true;
    if (this.#page === 'live') this.#giveFocus();
  }

  /** Shows a message where it was said, or a list of messages, or the help, at once or as soon as there is a page. */
  show(wanted: Wanted): void {
    this.#wanted = wanted;
    if (this.#page === 'live') this.#giveWanted();
  }

  dispose(): void {
    this.hidden();
    clearTimeout(this.#pendingLater);
    for (const each of this.#following) each.dispose();
    this.#mentions.dispose();
    this.#links.dispose();
    this.#files.dispose();
  }

  async #handle(message: PageToHost): Promise<void> {
    const { session, run, openSetting, openLink, useCode, colours, send } = this.#options;
    switch (message.kind) {
      case 'ready':
        return this.#snapshot(message);
      case 'post':
        return session.chat?.answer(message, message.cid, message.text, message.files);
      case 'retry':
        return session.chat?.retry(message.cid);
      case 'discard':
        return session.chat?.discard(message.cid);
      case 'delete':
        return this.#tell(session.chat && deleteMessage(session.chat, message));
      case 'undoDelete':
        return this.#tell(session.chat?.deletions.undo(message.cid));
      case 'edit':
        return this.#edit(message);
      case 'react':
      case 'flag':
        return this.#tell(session.chat && act(session.chat, message));
      case 'quoted':
        return this.#quoted(message);
      case 'read':
        return session.chat?.read(message.room, message.seq, message.turn);
      case 'markUnread':
        return this.#tell(session.chat && markUnread(session.chat, message));
      case 'copyLink':
        return this.#options.copyLink({ room: message.room, seq: message.seq });
      case 'draft':
        return session.setDraft(message.room, message.text);
      case 'typing':
        return session.chat?.sayTyping(message.room);
      case 'history':
      case 'thread':
      case 'search':
      case 'missed':
        return send(await answerList(session.chat, message));
      case 'declineMissed':
        return session.chat?.absence.decline();
      case 'openRoom':
        return this.#tell(this.#open(message.room));
      case 'openDirect':
        return this.#tell(session.chat && openDirect(session.chat, [message.member]));
      case 'run':
        return run(message.command);
      case 'openSetting':
        return openSetting(message.setting);
      case 'openLink':
        return openLink(message.url);
      case 'useCode':
        return this.#tell(useCode(message));
      case 'slash':
        return this.#slash(message);
      case 'colour':
        return send({ kind: 'coloured', id: message.id, colouring: await colours.of(message) });
      case 'attach':
      case 'chunk':
      case 'detach':
      case 'attachUris':
      case 'file':
        return this.#files.handle(message);
      default:
        return message satisfies never;
    }
  }

  /** `anchor`: of the room the page showed, which may not be the open one any more. */
  async #snapshot(from?: Extract<PageToHost, { kind: 'ready' }>): Promise<void> {
    const { session, send, locale, looks } = this.#options;
    const asked = ++this.#asked;
    this.#page = 'loading';
    const { chat } = session;
    const anchor = (from?.room ?? chat?.room) === chat?.room ? from?.anchor : undefined;
    const anchored = chat && (await loadAnchored(chat, anchor));
    if (asked !== this.#asked) return;
    const [rev, { draft }] = [++this.#rev, session];
    const isBack = this.#isBack;
    send(
      chat
        ? snapshotOf(chat, { rev, locale, looks: looks.now, draft, anchor, isBack }, anchored)
        : emptySnapshot(rev, locale, looks.now),
    );
    this.#page = 'live';
    this.#isBack = false;
    this.#mentions.shown();
    this.#links.shown();
    void this.#files.shown();
    if (this.#wantsFocus) this.#giveFocus();
    if (this.#wanted) this.#giveWanted();
  }

  /** The one that is open already is shown anew: the page waits for it. */
  async #open(room: RoomId): Promise<string | undefined> {
    const { chat } = this.#options.session;
    const isOpen = chat?.room === room;
    const why = await chat?.open(room);
    if (isOpen) this.#renew();
    return why;
  }

  async #edit({ kind: _, ...wanted }: Extract<PageToHost, { kind: 'edit' }>): Promise<void> {
    const { session, send } = this.#options;
    const reason = session.chat ? await editMessage(session.chat, wanted) : t('There is no chat.');
    const { room, seq } = wanted;
    send({ kind: 'edited', room, seq, ...(reason !== undefined && { reason }) });
  }

  async #slash(typed: Slash): Promise<void> {
    const { session, slash, send } = this.#options;
    send({ kind: 'slashed', id: typed.id, ...(await slash(session.chat, typed)) });
  }

  async #quoted({ room, seqs }: Extract<PageToHost, { kind: 'quoted' }>): Promise<void> {
    const { session, send } = this.#options;
    const entries = session.chat ? await messagesAt(session.chat, room, seqs) : [];
    if (entries.length > 0) send({ kind: 'quoted', room, entries: [...entries] });
  }

  async #tell(doing: Promise<string | undefined> | undefined): Promise<void> {
    const why = await doing;
    if (why !== undefined) this.#options.send({ kind: 'notice', text: why });
  }

  #follow(event: SessionEvent): void {
    const { chat } = this.#options.session;
    if (event.kind === 'swapped') this.#files.followChat();
    if (event.kind === 'swapped' || event.kind === 'reset') return this.#renew();
    if (!chat) return;
    this.#mentions.follow(event);
    this.#links.follow(event);
    if (event.kind === 'arrived') this.#delta((rev) => ({ kind: 'arrived', rev, entries: [...event.entries] }));
    else if (event.kind === 'pending') this.#pendingChanged();
    else if (event.kind === 'deletions')
      this.#delta((rev) => ({ kind: 'undoable', rev, cids: [...chat.deletions.all] }));
    else if (event.kind === 'refused') this.#options.send({ kind: 'notice', text: event.text });
    else if (event.kind === 'link') this.#delta((rev) => ({ kind: 'link', rev, link: chat.link }));
    else if (event.kind === 'room') this.#delta((rev) => ({ kind: 'room', rev, room: chat.shownRoom }));
    else if (event.kind === 'typing') this.#delta((rev) => ({ kind: 'typing', rev, names: [...chat.typing] }));
    else if (event.kind === 'storage') this.#delta((rev) => ({ kind: 'storage', rev, storage: chat.storage }));
    else if (event.kind === 'setBack') this.#delta((rev) => ({ kind: 'setBack', rev, ...chat.cursor }));
    else if (event.kind === 'missedCount')
      this.#delta((rev) => ({ kind: 'missedCount', rev, count: chat.absence.offered }));
    else if (event.kind === 'touched' || event.kind === 'roomGone') this.#touched(event);
    else if (event.kind === 'people') this.#delta((rev) => ({ kind: 'people', rev, count: chat.here }));
  }

  /** What is listed of it in the page. */
  #touched(event: Extract<SessionEvent, { kind: 'touched' | 'roomGone' }>): void {
    if (this.#page !== 'live') return;
    this.#options.send(event.kind === 'roomGone' ? event : { ...event, entries: [...event.entries] });
  }

  #pendingChanged(): void {
    const waitMs = this.#pendingToldAt + PENDING_MS - performance.now();
    if (waitMs <= 0) this.#tellPending();
    else this.#pendingLater ??= setTimeout(() => this.#tellPending(), waitMs);
  }

  #tellPending(): void {
    clearTimeout(this.#pendingLater);
    this.#pendingLater = undefined;
    this.#pendingToldAt = performance.now();
    const { chat } = this.#options.session;
    if (chat) this.#delta((rev) => ({ kind: 'pending', rev, pending: [...chat.pending] }));
  }

  /** Also while a snapshot is under way: that one is of what was before. */
  #renew(): void {
    if (this.#page !== 'hidden') void this.#snapshot();
  }

  #delta(make: (rev: number) => HostToPage): void {
    if (this.#page === 'live') this.#options.send(make(++this.#rev));
  }

  #giveWanted(): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    const { send } = this.#options;
    if (wanted === undefined) return;
    if (typeof wanted === 'object') return send({ kind: 'showMessage', ...wanted });
    if (wanted === 'search') send({ kind: 'openSearch' });
    else if (wanted === 'missed') send({ kind: 'openMissed' });
    else if (wanted === 'help') send({ kind: 'openHelp' });
    else send({ kind: 'actAtCursor', act: wanted });
  }

  #giveFocus(): void {
    this.#wantsFocus = false;
    this.#options.send({ kind: 'focus' });
  }
}
