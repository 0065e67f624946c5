import { commands, window } from 'vscode';
import type { Memory } from '../chat/memory';
import type { PageActs } from '../views/pageBridge';
import { type SlashPorts, runSlash } from './runSlash';

const STATUS_MS = 5_000;

/** Commands of the composer, with the boxes of the editor and its status bar. */
export function slashIn(memory: Memory): PageActs['slash'] {
  const ask: SlashPorts['ask'] = (command, room) => void commands.executeCommand(`alongside.${command}`, { room });
  return async (chat, typed) => {
    const done = await runSlash(chat, typed, { memory, now: Date.now, ask });
    if (done.said !== undefined) void window.setStatusBarMessage(done.said, STATUS_MS);
    return done;
  };
}
