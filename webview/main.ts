import '@vscode/codicons/dist/codicon.css';
import './ui/base.css';
import './ui/header.css';
import './ui/log.css';
import './ui/message.css';
import './ui/bubble.css';
import './ui/sender.css';
import './ui/standing.css';
import './ui/compact.css';
import './ui/delete.css';
import './ui/acts.css';
import './text/draw/text.css';
import './ui/composer.css';
import './ui/preview.css';
import './ui/picker.css';
import './ui/completion.css';
import './ui/files.css';
import './ui/longText.css';
import './ui/listed.css';
import './ui/search.css';
import './ui/missed.css';
import './ui/wayBack.css';
import './ui/help.css';
import './ui/thread.css';
import { createAnnouncer, spokenRegion } from './announcer';
import { attachWhatComes } from './attach';
import { createDraftTeller } from './draft';
import { connectEditor, onHostMessage } from './editor';
import { ready, tellHost } from './effects';
import { createEmojiLoader } from './emojiLoader';
import { createHelpFocus, focusHelp } from './helping';
import { speakLikeTheEditor } from './language';
import { pasteCode } from './pasteCode';
import { draftOf } from './state/acts';
import { newsOf } from './state/announce';
import { mayNameEmoji } from './state/complete';
import type { Action, PageState } from './state/model';
import { needsEmoji } from './state/picker';
import { isSlash } from './state/slash';
import { restore, save } from './state/persist';
import { reduce } from './state/reduce';
import { createStore } from './state/store';
import { ColourDesk } from './text/draw/colourDesk';
import { revealOffer } from './ui/completion';
import { focusAnswer, focusAsked, focusComposer, focusLog, focusShown } from './ui/keys';
import { focusPicker } from './ui/pickerKeys';
import { registerControls } from './ui/toolkit';
import { focusMissed, isInMissed } from './ui/missedKeys';
import { focusSearch, revealFound } from './ui/searchKeys';
import { createSearching } from './searching';
import { createSlashRunner } from './slash';
import { createTypingTeller } from './typing';
import { createView } from './view';

speakLikeTheEditor();
const editor = connectEditor();
registerControls();

const root = document.createElement('div');
root.className = 'root';
const region = spokenRegion();
document.body.append(root, region);

const store = createStore(restore(editor.getState()), reduce);
const colours = new ColourDesk(editor.postMessage);
const view = createView(root, store, (block, code) => colours.watch(block, code));
const announce = createAnnouncer(region);
const draft = createDraftTeller(editor.postMessage, store.get().room.id);
const searching = createSearching(store.dispatch);
const runSlash = createSlashRunner(store);
const helpFocus = createHelpFocus();
const typing = createTypingTeller(editor.postMessage, Date.now);

/** What the next key depends on. */
const AT_ONCE = new Set<Action['kind']>([
  'submitted',
  'exitAsked',
  'exitAnswered',
  'deleteAsked',
  'deleteAnswered',
  'undoable',
  'emoji',
  'detached',
  'search',
  'openSearch',
  'missing',
  'missed',
  'openMissed',
  'openHelp',
  'helpShut',
  'slashed',
  'act',
  'edited',
  'threadAct',
  'resized',
  // Its buttons take the next key.
  'pointed',
]);

/** What the editor keeps. */
const KEPT = ['draft', 'submitted', 'anchor', 'emoji', 'acts', 'resting', 'thread', 'held'] as const;

const loadEmoji = createEmojiLoader();
let isLoading = false;
const provideEmoji = async () => {
  if (isLoading) return;
  isLoading = true;
  const all = await loadEmoji();
  isLoading = false;
  store.dispatch({ kind: 'emoji', act: all ? { do: 'loaded', all } : { do: 'failed' } });
};

let saved = '';
const keep = () => {
  const state = save(store.get());
  const json = JSON.stringify(state);
  if (json === saved) return;
  saved = json;
  editor.setState(state);
};

store.subscribe((action, before, after) => {
  helpFocus.hold(before, after);
  if (action.kind === 'focus') {
    // Right behind a snapshot: the composer is not drawn yet.
    view.draw();
    focusComposer();
  }
  if (action.kind === 'coloured') colours.take(action);
  if (action.kind === 'recolour') colours.renew();
  tellHost(action, before, after, editor.postMessage);
  announce(newsOf(action, before));
  const isOther = after.room.id !== before.room.id;
  if (action.kind === 'snapshot' && (isOther || !before.shown)) draft.opened(action.room.id, action.draft);
  if (draftOf(after) !== draftOf(before) || action.kind === 'snapshot') draft.typed(draftOf(after));
  if (action.kind === 'typed' && !isSlash(after.draft)) typing.typed(after.room.id, after.draft);
  if (action.kind === 'submitted' && after.draft === '') typing.sent();
  if (after === before) return;
  if (isOther || KEPT.some((part) => after[part] !== before[part])) keep();
  // Not a frame later: the next key may come before it, and belongs into an empty composer.
  if (AT_ONCE.has(action.kind) || isOther || after.completing !== before.completing) view.draw();
  else view.changed();
  if ((after.asking && !before.asking) || (after.deleting !== undefined && after.deleting !== before.deleting))
    focusAnswer();
  if (after.marked && after.marked.serial !== before.marked?.serial) {
    view.draw();
    focusShown(after.marked.seq);
  }
  if (after.emoji.picker && !before.emoji.picker) focusPicker();
  if (needsEmoji(after.emoji, mayNameEmoji(after.draft))) void provideEmoji();
  searching(before, after);
  if (after.search?.isOpen && (!before.search?.isOpen || action.kind === 'openSearch')) focusSearch();
  if (after.search?.at !== before.search?.at) revealFound();
  const { missed } = after;
  const isMissedShown = missed?.isOpen && (!before.missed?.isOpen || action.kind === 'openMissed');
  const isToldAgain = action.kind === 'missing' && action.act.do === 'ask';
  if (missed && (isMissedShown || isToldAgain || (action.kind === 'missed' && isInMissed()))) focusMissed(missed);
  if ((before.search && !after.search && !missed) || (before.missed && !missed && !after.search)) focusComposer();
  if (action.kind === 'offerMoved') revealOffer();
  followThread(action, before);
  if (action.kind === 'wentBack' || action.kind === 'stayed') focusComposer();
  const { editing, answering } = after.acts;
  const isWriting = editing?.seq !== before.acts.editing?.seq || answering !== before.acts.answering;
  if (action.kind === 'act' && isWriting) focusComposer();
  if (action.kind === 'deleteAnswered') focusAsked(before.deleting, after.side);
  if (action.kind === 'detached') focusComposer();
  if (action.kind === 'exitAnswered' && !action.exit) focusComposer();
  if (action.kind !== 'focus') helpFocus.move(before, after);
  runSlash(before, after);
});

/** Into the thread with the focus, and back to where it was. */
function followThread(action: Action, before: PageState): void {
  if (action.kind !== 'threadAct') return;
  const { do: done } = action.act;
  if (done === 'open' || done === 'write') focusComposer();
  if (done === 'shut' && before.thread) focusLog();
  if (done === 'reveal') focusShown(action.act.seq, '.thread-log');
}

const attend = () => {
  const attentive = document.visibilityState === 'visible' && document.hasFocus();
  if (attentive !== store.get().attentive) store.dispatch({ kind: 'attended', attentive });
};
const leave = () => {
  attend();
  draft.flush();
  keep();
};
window.addEventListener('focus', () => {
  attend();
  // Back from the palette, or after a reload: what is typed next must not get lost.
  if (document.activeElement !== document.body) return;
  if (store.get().isHelping) focusHelp();
  else focusComposer();
});
window.addEventListener('blur', leave);
window.addEventListener('pagehide', leave);
document.addEventListener('visibilitychange', leave);

pasteCode((pasted) => store.dispatch({ kind: 'pasted', pasted }));
const readOn = attachWhatComes(store, editor.postMessage);
onHostMessage((message) => {
  store.dispatch(message);
  readOn(message);
});
attend();
view.draw();
editor.postMessage(ready(store.get()));
