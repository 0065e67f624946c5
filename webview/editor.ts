import * as z from 'zod/mini';
import { HostToPage, type PageToHost } from './protocol/messages';

/** What the editor gives a page. It may be asked for once. */
interface EditorApi {
  readonly postMessage: (message: PageToHost) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

declare function acquireVsCodeApi(): EditorApi;

export function connectEditor(): EditorApi {
  // A probe for `new Function` would be reported as a violation of the content security policy.
  z.config({ jitless: true });
  return acquireVsCodeApi();
}

/** Anything else that reaches the window is none of ours. */
export function onHostMessage(take: (message: HostToPage) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = HostToPage.safeParse(event.data);
    if (message.success) take(message.data);
  });
}
