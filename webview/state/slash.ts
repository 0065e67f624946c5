import { t } from '@vscode/l10n';
import type { RoomId } from '../../server/protocol/ids';
import { HostCommand, type RoomWay, type Slashed } from '../protocol/slash';
import { type Completing, type Option, namesFor } from './complete';
import type { PageState } from './model';

export interface Command {
  readonly name: HostCommand | 'search' | 'missed' | 'code' | 'file' | 'help' | 'exit';
  /** What may stand behind it; empty: nothing. */
  readonly args: string;
  readonly help: string;
  /** What the room must allow, and what is said where it does not. */
  readonly way?: RoomWay;
  readonly not?: string;
  /** Names are offered behind it. */
  readonly isToSomebody?: true;
}

/** All commands, in the order in which they are offered. */
export const commands = (): readonly Command[] => [
  { name: 'dm', args: t('NAME TEXT'), help: t('Write to one person alone'), isToSomebody: true },
  { name: 'join', args: t('ROOM'), help: t('Go to a room, and join it') },
  { name: 'leave', args: '', help: t('Leave this room'), way: 'leave', not: t('This room cannot be left.') },
  {
    name: 'topic',
    args: t('TEXT'),
    help: t('Say what this room is about'),
    way: 'rename',
    not: t('The topic of this room is not for you to change.'),
  },
  { name: 'who', args: '', help: t('Show who is in this room') },
  { name: 'pins', args: '', help: t('Show the pinned messages of this room') },
  { name: 'search', args: t('WORDS'), help: t('Search messages') },
  { name: 'missed', args: '', help: t('Show what happened while you were away') },
  { name: 'file', args: '', help: t('Attach files') },
  { name: 'code', args: t('LANGUAGE'), help: t('Begin a block of code') },
  { name: 'status', args: t('TEXT'), help: t('Set what the others see beside your name') },
  {
    name: 'mute',
    args: '',
    help: t('Mute this room for yourself'),
    way: 'mute',
    not: t('This room is muted already.'),
  },
  { name: 'unmute', args: '', help: t('Unmute this room'), way: 'unmute', not: t('This room is not muted.') },
  { name: 'snooze', args: t('TIME'), help: t('No notifications for 30m, 2h, until tomorrow; or off') },
  { name: 'invite', args: '', help: t('Copy an invite link') },
  { name: 'help', args: '', help: t('Show all commands and keys') },
  { name: 'exit', args: '', help: t('Exit the chat') },
];

const isOffered = ({ way }: Command, { room }: Pick<PageState, 'room'>): boolean =>
  way === undefined || room.ways.includes(way);

export type Read =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'command'; readonly command: Command; readonly rest: string }
  /** A text that may have been meant as a command. */
  | { readonly is: 'unclear'; readonly why: string };

/** A path, such as `/usr/bin`, is none. */
const NAMED = /^\/([a-z]+)(?=\s|$)/i;
const ESCAPED = /^\/\/[a-z]+(?=\s|$)/i;

/** What a draft is meant as. Nothing that has several lines is run. */
export function readDraft(draft: string): Read {
  const isOneLine = !draft.trimEnd().includes('\n');
  if (isOneLine && ESCAPED.test(draft)) return { is: 'text', text: draft.slice(1) };
  const [whole, typed = ''] = NAMED.exec(draft) ?? [];
  if (whole === undefined) return { is: 'text', text: draft };
  const name = typed.toLowerCase();
  const command = commands().find((one) => one.name === name);
  if (!isOneLine) return command ? unclear(t('{0} takes one line.', whole)) : { is: 'text', text: draft };
  if (!command) return unclear(t('There is no command {0}.', whole));
  const rest = draft.slice(whole.length).trim();
  if (rest !== '' && command.args === '') return unclear(t('Nothing can stand behind {0}.', whole));
  return { is: 'command', command, rest };
}

const unclear = (why: string): Read => ({
  is: 'unclear',
  why: `${why} ${t('Press Enter again to send this as a message.')}`,
});

/** Something is typed that may become a command: nobody is told of it. */
export const isSlash = (draft: string): boolean => /^\/[a-z]*(?=\s|$)/i.test(draft);

export interface SlashState {
  readonly serial: number;
  /** What the host was asked to do; its draft stays until that is done. */
  readonly asked?: Asked | undefined;
  /** What the page is to do itself. */
  readonly run?: { readonly name: Command['name']; readonly rest: string } | undefined;
  /** The draft that was asked back about. */
  readonly again?: string | undefined;
}

interface Asked {
  readonly id: number;
  readonly room: RoomId;
  readonly name: HostCommand;
  readonly rest: string;
  readonly draft: string;
}

export const noSlash: SlashState = { serial: 0 };

const isHosts = (name: string): name is HostCommand => HostCommand.safeParse(name).success;

/** Enter, with a command in the composer. */
export function onCommand(s: PageState, command: Command, rest: string): PageState {
  const { slash, draft, room } = s;
  const refused = whyNot(s, command, rest);
  if (refused !== undefined) return { ...s, notice: refused };
  if (slash.asked?.draft === draft && slash.asked.room === room.id) return s;
  const serial = slash.serial + 1;
  const { name } = command;
  const next = { ...s, notice: undefined, completing: undefined };
  if (isHosts(name)) return { ...next, slash: { serial, asked: { id: serial, room: room.id, name, rest, draft } } };
  // A block of code is typed in the place of its command, so that it can be undone.
  return { ...next, slash: { serial, run: { name, rest } }, ...(name !== 'code' && { draft: '' }) };
}

const LANGUAGE = /^[\w+#.-]{0,30}$/;

function whyNot(s: PageState, command: Command, rest: string): string | undefined {
  if (!isOffered(command, s)) return command.not;
  return command.name === 'code' && !LANGUAGE.test(rest) ? t('A language is one word, such as ts.') : undefined;
}

/** The host has done it, or not: then the text stays. The reader may be in another room meanwhile. */
export function onSlashed(s: PageState, { id, reason }: Slashed): PageState {
  const { asked, serial } = s.slash;
  if (asked?.id !== id) return s;
  const done = { ...s, slash: { serial } };
  if (reason !== undefined) return { ...done, notice: reason };
  if (asked.room === s.room.id) return s.draft === asked.draft ? { ...done, draft: '' } : done;
  const place = s.others.get(asked.room);
  return place?.draft === asked.draft
    ? { ...done, others: new Map(s.others).set(asked.room, { ...place, draft: '' }) }
    : done;
}

const NAMING = /^\/([a-z]*)$/i;
const TO_SOMEBODY = /^\/([a-z]+)\s+(?!@)(.*)$/i;

const optionOf = ({ name, args, help }: Command): Option => {
  const text = `/${name}`;
  return { key: name, text, sign: '', name: text, args, hint: help };
};

/** What is offered while a command is typed: the commands, or whom it is to. */
export function slashCompletion(
  s: Pick<PageState, 'draft' | 'room' | 'names' | 'acts'>,
  caret: number,
  last?: Completing,
): Completing | undefined {
  if (s.acts.editing || s.draft.includes('\n')) return undefined;
  const before = s.draft.slice(0, caret);
  const typed = NAMING.exec(before)?.[1]?.toLowerCase();
  const offer = (sign: '/' | '@', from: number, options: readonly Option[]): Completing => {
    const isShut = last?.from === from && last.sign === sign && last.isShut;
    return { sign, from, to: caret, options, at: 0, isShut };
  };
  if (typed !== undefined) {
    const fitting = commands().filter((command) => command.name.startsWith(typed) && isOffered(command, s));
    return offer('/', 0, fitting.map(optionOf));
  }
  const [, name = '', whom = ''] = TO_SOMEBODY.exec(before) ?? [];
  const isToSomebody = commands().some((command) => command.isToSomebody && command.name === name.toLowerCase());
  if (!isToSomebody) return undefined;
  const options = namesFor(whom, s.names).map((known) => ({
    key: known,
    text: known,
    sign: '@',
    name: known,
    hint: '',
  }));
  return offer('@', caret - whom.length, options);
}
