import type { FileId } from '../../server/protocol/ids';
import type { FileRef } from '../../server/protocol/model';
import type { Attached } from '../../webview/protocol/files';
import type { HostToPage } from '../../webview/protocol/messages';
import { aPng } from '../src/files/pictures';
import { cidOf } from './build';

export const aFile = (n: number, name: string, over: Partial<FileRef> = {}): FileRef => ({
  id: `f-${n.toString(16).padStart(32, '0')}` as FileId,
  name,
  type: 'application/octet-stream',
  size: 34_200,
  sha256: '0'.repeat(64),
  ...over,
});

export const urlOf = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString('base64')}`;

export const PLAN = aFile(1, 'plan.png', { type: 'image/png', width: 640, height: 400 });
export const LOG = aFile(2, 'build-4711.log', { type: 'text/plain', size: 1_240_000 });
export const ARCHIVE = aFile(
  3,
  'a-release-with-a-name-that-is-longer-than-any-card-is-wide-and-then-some-more-2026-11-23.tar.gz',
  { size: 12_400_000 },
);

const picture = { url: urlOf(aPng(320, 200)), width: 640, height: 400 };

export const CHIPS: Attached[] = [
  { id: cidOf(20), name: 'plan.png', type: 'image/png', size: 34_200, have: 34_200, isReady: true, picture },
  { id: cidOf(21), name: 'notes.md', type: 'text/plain', size: 1_100, have: 1_100, isReady: true },
  {
    ...{ id: cidOf(22), name: 'a-recording-with-quite-a-long-name-2026-11-23.mp4', type: 'video/mp4' },
    ...{ size: 18_000_000, have: 7_000_000, isReady: false },
  },
];

/** What a host says of the files of the state `files`. */
export const FILES_HERE: readonly HostToPage[] = [
  { kind: 'file', file: PLAN.id, state: { at: 'here', picture } },
  { kind: 'file', file: LOG.id, state: { at: 'coming', have: 430_000 } },
  {
    kind: 'file',
    file: ARCHIVE.id,
    state: { at: 'failed', reason: 'What came is not the file that was sent. It was not kept.' },
  },
];
