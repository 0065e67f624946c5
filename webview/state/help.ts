import { t } from '@vscode/l10n';
import type { HelpSetting } from '../protocol/messages';
import { commands } from './slash';

export interface HelpKey<Id extends string = string> {
  readonly id: Id;
  /** As KeyboardEvent names them; `Mod` is Ctrl, and ⌘ on a Mac. Two keys after one another stand with a space between. */
  readonly keys: readonly string[];
  readonly does: string;
}

interface Part {
  readonly title: string;
  readonly keys: readonly HelpKey<HelpId>[];
}

/** The editor's keys for the commands of the chat, which the manifest binds. */
export const editorKeys = () =>
  [
    { id: 'showHelp', keys: ['Alt+F1'], does: t('This help. On Linux also Shift+Alt+F1') },
    { id: 'whatHappened', keys: ['Mod+K Mod+N'], does: t('What happened while you were away') },
    { id: 'goToRoom', keys: ['Mod+K Mod+G'], does: t('To another room or person, from anywhere') },
    {
      id: 'searchMessages',
      keys: ['Mod+K Mod+F'],
      does: t('Search messages; in the side bar also with the key of Find'),
    },
  ] as const;

const everywhere = () =>
  [
    { id: 'tab', keys: ['Tab', 'Shift+Tab'], does: t('To the next part: header, messages, composer and its buttons') },
    { id: 'toMessages', keys: ['Mod+ArrowUp'], does: t('From the composer to the messages') },
    { id: 'toComposer', keys: ['Mod+ArrowDown'], does: t('From the messages to the composer') },
  ] as const;

const inComposer = () =>
  [
    { id: 'send', keys: ['Enter'], does: t('Send') },
    { id: 'newLine', keys: ['Shift+Enter'], does: t('New line') },
    {
      id: 'offers',
      keys: [':', '@', '/'],
      does: t('With what follows: offers emoji, people, or, as the first character, commands'),
    },
    {
      id: 'takeOffer',
      keys: ['ArrowUp', 'ArrowDown', 'Enter', 'Tab', 'Escape'],
      does: t('Choose what is offered, take it, or go on writing'),
    },
    { id: 'editLast', keys: ['ArrowUp'], does: t('In an empty composer: edit your last message') },
    { id: 'bold', keys: ['Mod+B'], does: t('Bold') },
    { id: 'italic', keys: ['Mod+I'], does: t('Italic') },
    { id: 'code', keys: ['Mod+E'], does: t('Code') },
    { id: 'strike', keys: ['Mod+Shift+X'], does: t('Struck through') },
    { id: 'numbers', keys: ['Mod+Shift+7'], does: t('Numbered list') },
    { id: 'bullets', keys: ['Mod+Shift+8'], does: t('List') },
    { id: 'quote', keys: ['Mod+Shift+9'], does: t('Quote') },
    { id: 'asFile', keys: ['Mod+Enter'], does: t('Make a file of a long text, where that is offered') },
    {
      id: 'leaveWriting',
      keys: ['Escape'],
      does: t('Leave an edit or a reply; then take away the line of what is new'),
    },
  ] as const;

const atMessage = () =>
  [
    { id: 'walk', keys: ['ArrowUp', 'ArrowDown', 'Home', 'End'], does: t('From message to message') },
    { id: 'newest', keys: ['Mod+End'], does: t('To the newest message') },
    { id: 'acts', keys: ['Enter', 'ArrowLeft', 'ArrowRight'], does: t('To the buttons of a message, and along them') },
    { id: 'reply', keys: ['R'], does: t('Reply') },
    { id: 'thread', keys: ['T'], does: t('Open the thread') },
    { id: 'edit', keys: ['E'], does: t('Edit your message') },
    { id: 'react', keys: ['+'], does: t('React with an emoji') },
    { id: 'pin', keys: ['P'], does: t('Pin') },
    { id: 'copy', keys: ['C'], does: t('Copy the text') },
    { id: 'link', keys: ['L'], does: t('Copy a link to the message') },
    { id: 'unread', keys: ['U'], does: t('Mark it and all behind it as unread') },
    { id: 'resolve', keys: ['S'], does: t('Mark the thread as resolved') },
    { id: 'delete', keys: ['Delete'], does: t('Delete your message; for ten seconds that can be undone') },
    { id: 'undo', keys: ['Z'], does: t('Undo the deletion of a message') },
    { id: 'within', keys: ['Tab'], does: t('To what a message has: its sender, quote, links, code and files') },
    { id: 'find', keys: ['/'], does: t('Search messages') },
    { id: 'leaveMessages', keys: ['Escape'], does: t('To the composer; the line of what is new goes') },
  ] as const;

const inSearch = () =>
  [
    {
      id: 'found',
      keys: ['ArrowUp', 'ArrowDown', 'Enter'],
      does: t('Choose what was found, and show it where it was said'),
    },
    { id: 'leaveSearch', keys: ['Escape'], does: t('Back to what was found, and back to where you were') },
  ] as const;

const inMissed = () =>
  [
    {
      id: 'missed',
      keys: ['ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter'],
      does: t('From one to the next, and show it where it was said'),
    },
    { id: 'leaveMissed', keys: ['Escape'], does: t('Back to the list, and back to where you were') },
  ] as const;

const inEmoji = () =>
  [
    {
      id: 'emojiGrid',
      keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'],
      does: t('From one to the next'),
    },
    { id: 'emojiEnds', keys: ['Mod+Home', 'Mod+End'], does: t('To the first, to the last') },
    { id: 'emojiTake', keys: ['Enter'], does: t('Into the text; in the box above the best one that was found') },
    { id: 'leaveEmoji', keys: ['Escape'], does: t('Back to the composer') },
  ] as const;

const atQuestion = () =>
  [{ id: 'decline', keys: ['Escape'], does: t('No; the first button that Enter presses says the same') }] as const;

/** Keys that the page itself takes. */
export type PageKeyId = ReturnType<
  | typeof everywhere
  | typeof inComposer
  | typeof atMessage
  | typeof inSearch
  | typeof inMissed
  | typeof inEmoji
  | typeof atQuestion
>[number]['id'];
type HelpId = PageKeyId | ReturnType<typeof editorKeys>[number]['id'];

/** What each key does, by where one is. */
export const helpParts = (): readonly Part[] => [
  { title: t('Everywhere in the chat'), keys: [...editorKeys(), ...everywhere()] },
  { title: t('In the composer'), keys: inComposer() },
  { title: t('At a message'), keys: atMessage() },
  { title: t('In the search'), keys: inSearch() },
  { title: t('In what happened'), keys: inMissed() },
  { title: t('In the emoji'), keys: inEmoji() },
  { title: t('At a question'), keys: atQuestion() },
];

/** What is said aloud, and when. */
export const spokenRules = (): readonly string[] => [
  t(
    'New messages of others are read out while the chat is open: one with its sender and text, many at once as a count with names. Your own and older ones are not.',
  ),
  t(
    'Said too: a message of yours that was not sent and why, a file that is attached, a room that closes, a connection that is lost.',
  ),
  t(
    'Each message is one stop: sender, time, text, files, reactions, and whether it was edited, pinned or answered. Code is announced with its language and number of lines.',
  ),
  t('There are no sounds, and nothing opens by itself.'),
];

/** Settings that change how the chat is seen and heard. */
export const settings = (): readonly (readonly [HelpSetting, meaning: string])[] => [
  ['alongside.notifications', t('What notifications tell of')],
  ['alongside.quietHours', t('When no notification is shown')],
  ['alongside.location', t('Where the chat is shown')],
  ['alongside.density', t('How close messages stand')],
  ['alongside.timeFormat', t('How times are written')],
  ['editor.accessibilitySupport', t('Whether a screen reader is used')],
  ['workbench.reduceMotion', t('Less motion')],
];

export const helpCommands = (): readonly HelpKey[] =>
  commands().map(({ name, args, help }) => ({
    id: name,
    keys: [`/${name}${args === '' ? '' : ` ${args}`}`],
    does: help,
  }));

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};
const MAC_NAMES: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };

/** As it is printed on the keys. */
export const printed = (key: string, isMac: boolean): string =>
  key
    .split(' ')
    .map((pressed) => (pressed === '+' ? pressed : namesOf(pressed, isMac).join(isMac ? '' : '+')))
    .join(' ');

const namesOf = (pressed: string, isMac: boolean): readonly string[] =>
  pressed
    .split('+')
    .map((part) => (isMac ? MAC_NAMES[part] : part === 'Mod' ? 'Ctrl' : undefined) ?? NAMES[part] ?? part);
