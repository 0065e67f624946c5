// The extension's own chat in a process of its own: chatProgramMain.ts OPTIONS, which are JSON.
import type { ChatProgramOptions, ChatReport } from './chatProgram';
import { aComputer, connectWith } from '../src/fixtures';
import { RecordedChat } from './recordedChat';

const report = (what: ChatReport): void =>
  void process.send?.({ ...what, at: performance.timeOrigin + performance.now() });

async function main({ url, name, folder, silenceMs }: ChatProgramOptions): Promise<void> {
  const record = (event: object) => report({ kind: 'event', event } as ChatReport);
  const ports = { connect: connectWith({ silenceMs, connectMs: 500 }) };
  const chat = await RecordedChat.join(aComputer(folder), { url, name, record, ports });
  const tell = () => {
    const { link, pending, window } = chat.chat;
    report({ kind: 'state', link: link.at, pending: pending.map(({ text }) => text), entries: window?.entries ?? [] });
  };
  chat.chat.changed.on(tell);
  process.on('message', ({ post }: { readonly post?: string }) => {
    if (post === undefined) chat.recordEnd();
    else void chat.post(post);
  });
  tell();
}

void main(JSON.parse(process.argv[2] ?? '') as ChatProgramOptions);
