import { Uri, env } from 'vscode';
import type { Memory } from '../chat/memory';
import { askLink } from './askLink';
import { linkDoor } from './linkDoor';

/** Follows a link of a message into the browser or the mail program, after a question. */
export const openLinks = (memory: Memory): ((url: string) => Promise<void>) =>
  linkDoor({
    memory,
    ask: askLink,
    open: async (url) => {
      await env.openExternal(Uri.parse(url, true));
    },
  });
