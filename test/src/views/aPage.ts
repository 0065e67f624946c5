import type { Session } from '../../../src/chat/session';
import { Emitter } from '../../../src/lifecycle';
import { PageBridge } from '../../../src/views/pageBridge';
import { usualLooks } from '../../../webview/protocol/looks';
import type { HostToPage, PageToHost } from '../../../webview/protocol/messages';
import { silent } from '../fixtures';

type Options = ConstructorParameters<typeof PageBridge>[0];

export interface TestPage extends Disposable {
  readonly bridge: PageBridge;
  /** All that it was told, oldest first; a test may forget some. */
  readonly sent: HostToPage[];
  readonly last: <K extends HostToPage['kind']>(kind: K) => Extract<HostToPage, { kind: K }> | undefined;
  readonly say: (message: PageToHost) => void;
}

const nothing = () => Promise.resolve(undefined);

/** The extension's end of a page. Where `acts` says nothing else, nothing comes of what the page asks the editor for. */
export function aPage(session: Session, acts: Partial<Options> = {}): TestPage {
  const sent: HostToPage[] = [];
  const bridge = new PageBridge({
    session,
    send: (message) => void sent.push(message),
    run: () => {},
    openLink: nothing,
    copyLink: nothing,
    issues: { template: undefined, changed: new Emitter() },
    useCode: nothing,
    openSetting: () => {},
    slash: () => Promise.resolve({}),
    colours: { of: nothing, changed: new Emitter() },
    files: { save: nothing, open: nothing, attachUris: nothing },
    looks: { now: usualLooks, changed: new Emitter() },
    urlOf: (path) => path,
    locale: 'en',
    log: silent,
    ...acts,
  });
  return {
    bridge,
    sent,
    last: <K extends HostToPage['kind']>(kind: K) =>
      sent.findLast((one): one is Extract<HostToPage, { kind: K }> => one.kind === kind),
    say: (message) => bridge.receive(message),
    [Symbol.dispose]: () => bridge.dispose(),
  };
}
