import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import type { Entry } from '../../server/protocol/model';
import { formatJsonLines, formatMarkdown, formatTranscript } from '../../server/protocol/transcript';
import { plural } from '../../webview/protocol/language';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { asData } from '../log';

type Format = (entries: readonly Entry[]) => Iterable<string>;

const FORMATS: Readonly<Record<string, Format>> = { txt: formatTranscript, jsonl: formatJsonLines, md: formatMarkdown };

const filters = () => ({
  [t('Text (can be imported again)')]: ['txt'],
  [t('Markdown (for reading)')]: ['md'],
  'JSON Lines': ['jsonl'],
});

/** Saves the whole history in a file of the reader's choice. The file's ending says in which format. */
export async function exportHistory({ session, log }: App): Promise<void> {
  const { chat } = session;
  if (!chat) return;
  const file = await window.showSaveDialog({
    title: t('Export History'),
    filters: filters(),
    defaultUri: suggestion(),
  });
  if (!file) return;
  const title = t('Exporting the history');
  const entries = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      collect(chat, (count, head) => {
        progress.report({ message: t('{0} of {1}', count, head) });
        return token.isCancellationRequested;
      }),
  );
  if (entries === 'cancelled') return;
  if (entries === 'lost') {
    void window.showErrorMessage(
      t('The history was not exported: the server was lost on the way. Try again when it is back.'),
    );
    return;
  }
  await save(file, entries, log);
}

async function collect(
  chat: Chat,
  report: (count: number, head: number) => boolean,
): Promise<readonly Entry[] | 'lost' | 'cancelled'> {
  const all: Entry[] = [];
  const pages = chat.everything();
  for (;;) {
    const page = await pages.next();
    if (page.done) return page.value ? all : 'lost';
    all.push(...page.value);
    if (report(all.length, chat.window?.head ?? all.length)) return 'cancelled';
  }
}

async function save(file: Uri, entries: readonly Entry[], log: App['log']): Promise<void> {
  const ending = /\.(\w+)$/.exec(file.path)?.[1]?.toLowerCase() ?? 'txt';
  const format = FORMATS[ending] ?? formatTranscript;
  try {
    await workspace.fs.writeFile(file, Buffer.from(`${[...format(entries)].join('\n')}\n`));
  } catch (error) {
    log.error('export', asData(error));
    void window.showErrorMessage(t('The history was not exported: {0} cannot be written.', file.fsPath));
    return;
  }
  const open = t('Open');
  void window
    .showInformationMessage(
      plural(entries.length, t('1 entry was exported.'), t('{0} entries were exported.', entries.length)),
      open,
    )
    .then((picked) => {
      if (picked === open) void window.showTextDocument(file);
    });
}

function suggestion(): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  return Uri.file(join(folder.fsPath, 'chat_history.txt')).with({ scheme: folder.scheme, authority: folder.authority });
}
