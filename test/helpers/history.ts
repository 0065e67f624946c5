import { writeFileSync } from 'node:fs';
import type { ImportedEntry } from '../../server/core/commands';
import type { Entry } from '../../server/protocol/model';
import { formatTranscript } from '../../server/protocol/transcript';
import { type HistoryProblem, readHistoryFile } from '../../server/transcript/historyFile';
import { tempDir } from './tempDir';

export interface ReadHistory {
  readonly entries: readonly ImportedEntry[];
  readonly problems: readonly HistoryProblem[];
}

export function readHistory(file: string): ReadHistory {
  const problems: HistoryProblem[] = [];
  const entries = [...readHistoryFile(file, { problem: (problem) => problems.push(problem) })];
  return { entries, problems };
}

export function readHistoryText(content: string | Uint8Array): ReadHistory {
  using dir = tempDir();
  writeFileSync(dir.file('history.txt'), content);
  return readHistory(dir.file('history.txt'));
}

/** What an import makes of them, as far as a history file is concerned. */
export const asEntries = (imported: Iterable<ImportedEntry>): Entry[] =>
  [...imported].map(({ kind, name, at, text }, i) =>
    kind === 'message' ? { kind, seq: i + 1, at, name, text } : { kind, seq: i + 1, at, name },
  );

export const exported = (entries: Iterable<Entry>): string =>
  [...formatTranscript(entries)].map((line) => `${line}\n`).join('');

export const localTimeOf = (...[year, month, day, hours, minutes]: [number, number, number, number, number]): number =>
  new Date(year, month - 1, day, hours, minutes).getTime();
