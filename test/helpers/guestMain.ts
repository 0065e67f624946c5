// Somebody who comes by an invite link, as the extension does, and says how it stands: guestMain.ts FOLDER LINK.
// Told anything, it comes back as after a reload.
import { parseInviteLink } from '../../src/invites/inviteLink';
import { enter } from '../../src/join/enter';
import { type TestWindow, aComputer, aWindow, connect } from '../src/fixtures';

const [folder = '', raw = ''] = process.argv.slice(2);
const computer = aComputer(folder);

const tell = (standing: object): void => void process.send?.(standing);

function open(before?: TestWindow): TestWindow {
  before?.[Symbol.dispose]();
  const window = aWindow(computer);
  window.session.changed.on(() => {
    const { at, ending } = { ending: undefined, ...(window.session.chat?.standing ?? { at: 'none' }) };
    tell({ at, ending });
  });
  return window;
}

async function main(): Promise<void> {
  const link = parseInviteLink(raw);
  if (!link.ok) return tell({ wrong: link.reason });
  let window = open();
  const { identities, session } = window;
  const ports = { identities, connect, make: session.make.bind(session) };
  const entered = await enter(link.value, 'ben', ports, new AbortController().signal);
  if (!entered.ok) return tell({ entered });
  session.adopt(entered.chat);
  process.on('message', () => {
    window = open(window);
    void window.session.resume();
  });
}

void main();
