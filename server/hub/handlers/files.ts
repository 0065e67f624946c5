import type { FileDesk } from '../fileDesk';
import type { Sends } from '../sends';
import type { MemberHandlers } from './handlers';

interface FileParts {
  readonly desk: FileDesk;
  /** How fast one may announce files: as fast as messages, and beside them. */
  readonly uploads: Sends;
}

/** What goes before and after the bytes of a file, which go their own way (transport/files.ts). */
export const fileHandlers = ({ desk, uploads }: FileParts): MemberHandlers<'createUpload' | 'createDownload'> => ({
  createUpload: ({ member }, wanted) => uploads.paced(member, () => desk.createUpload(member, wanted)),
  createDownload: ({ member }, wanted) => desk.createDownload(member, wanted),
});
