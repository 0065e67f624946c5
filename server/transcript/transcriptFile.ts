import { type FileHandle, open, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { TRANSCRIPT_HEADER } from '../protocol/transcript';

const HEADER = `${TRANSCRIPT_HEADER}\n`;

/** The open file: it begins with our header, and is appended to. */
export class TranscriptFile {
  readonly #path: string;
  #handle: FileHandle;
  #size: number;

  private constructor(file: string, handle: FileHandle, size: number) {
    this.#path = file;
    this.#handle = handle;
    this.#size = size;
  }

  /** A file that is not ours (the Python chat's has the same name and another way of writing) is moved aside. */
  static async open(file: string): Promise<TranscriptFile> {
    let handle = await openForAppending(file);
    let { size } = await handle.stat();
    if (size > 0 && !(await beginsWithHeader(handle))) {
      await handle.close();
      await moveAside(file);
      handle = await openForAppending(file);
      size = 0;
    }
    const opened = new TranscriptFile(file, handle, size);
    if (size === 0) await opened.append(HEADER);
    return opened;
  }

  static exists(file: string): Promise<boolean> {
    return stat(file).then(
      () => true,
      () => false,
    );
  }

  get size(): number {
    return this.#size;
  }

  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    await this.#handle.appendFile(bytes);
    this.#size += bytes.length;
  }

  /** What stands behind the first `offset` bytes. Behind the header, where the file is another one than it was then. */
  async readFrom(offset: number): Promise<Buffer> {
    const from = offset <= this.#size ? offset : HEADER.length;
    const bytes = Buffer.alloc(this.#size - from);
    await this.#handle.read(bytes, 0, bytes.length, from);
    return bytes;
  }

  async cutTo(size: number): Promise<void> {
    await this.#handle.truncate(size);
    this.#size = size;
  }

  /** Ends the last line, if somebody left it without an end. */
  async endLine(): Promise<void> {
    const [last] = await this.readFrom(this.#size - 1);
    if (last !== 0x0a) await this.append('\n');
  }

  /** What somebody did to the file: deleted it, or moved it or put another one in its place. */
  async whereabouts(): Promise<'here' | 'deleted' | 'moved'> {
    const [ours, there] = await Promise.all([this.#handle.stat(), stat(this.#path).catch(() => undefined)]);
    if (ours.ino === there?.ino && ours.dev === there.dev) return 'here';
    return !there && ours.nlink === 0 ? 'deleted' : 'moved';
  }

  /** Those that were full, the newest first. */
  async rotated(): Promise<readonly string[]> {
    const { dir, name, ext } = path.parse(this.#path);
    const numbers = await numbersOf(this.#path);
    return numbers.sort((a, b) => b - a).map((number) => path.join(dir, `${name}.${number}${ext}`));
  }

  /** Opens what stands there now, after `change` has put it there. */
  async begin(change?: () => Promise<void>): Promise<void> {
    await this.#handle.close();
    await change?.();
    const fresh = await TranscriptFile.open(this.#path);
    this.#handle = fresh.#handle;
    this.#size = fresh.#size;
    await this.endLine();
  }

  async rotate(): Promise<void> {
    await moveAside(this.#path);
    await this.begin();
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

const openForAppending = (file: string): Promise<FileHandle> => open(file, 'a+', 0o600);

async function beginsWithHeader(handle: FileHandle): Promise<boolean> {
  const start = Buffer.alloc(HEADER.length);
  const { bytesRead } = await handle.read(start, 0, start.length, 0);
  return start.subarray(0, bytesRead).toString() === HEADER;
}

/** To chat_history.1.txt, .2, …: the highest number is the newest, and no file is ever renamed again. */
async function moveAside(file: string): Promise<void> {
  const { dir, name, ext } = path.parse(file);
  await rename(file, path.join(dir, `${name}.${Math.max(0, ...(await numbersOf(file))) + 1}${ext}`));
}

async function numbersOf(file: string): Promise<number[]> {
  const { dir, name, ext } = path.parse(file);
  return (await readdir(dir || '.')).flatMap((other) => {
    const middle =
      other.startsWith(`${name}.`) && other.endsWith(ext)
        ? other.slice(name.length + 1, other.length - ext.length)
        : '';
    return /^\d+$/.test(middle) ? [Number(middle)] : [];
  });
}
