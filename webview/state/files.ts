import { t } from '@vscode/l10n';
import { sizeIn } from '../protocol/language';
import { cleanFileName } from '../../server/protocol/fileNames';
import type { FileId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { FileRef } from '../../server/protocol/model';
import type { Attached, FileAt, OwnFile, Picture } from '../protocol/files';
import { PICTURE_BYTES, PICTURE_PIXELS, PICTURE_TYPES } from '../protocol/pictures';

/** A file of a message, as it is drawn. */
export interface ShownFile {
  readonly key: string;
  /** Not of one that is not sent yet. */
  readonly ref: FileRef | undefined;
  /** Whatever a server calls it, it is what it looks like. */
  readonly name: string;
  readonly size: string;
  readonly isPicture: boolean;
  /** The editor can show it. */
  readonly isOpenable: boolean;
  /** The room that is kept for a picture before it is there. */
  readonly box: Box;
  readonly state: FileAt | undefined;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

const MOST: Box = { width: 360, height: 240 };
/** Where nobody said how big a picture is. */
const UNKNOWN: Box = { width: 240, height: 160 };
const LEAST = 24;

/** As big as it is, and within bounds. One that is a line stays big enough to be seen. */
export function boxOf({
  width,
  height,
}: {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}) {
  if (width === undefined || height === undefined) return UNKNOWN;
  const scale = Math.min(1, MOST.width / width, MOST.height / height);
  return { width: Math.max(LEAST, Math.round(width * scale)), height: Math.max(LEAST, Math.round(height * scale)) };
}

const isPicture = ({ type, size, width = 1, height = 1 }: Omit<OwnFile, 'id'>): boolean =>
  PICTURE_TYPES.has(type) && size <= PICTURE_BYTES && width * height <= PICTURE_PIXELS;

const TEXTS = /^(text\/.+|application\/(json|xml|javascript|x-sh|yaml|toml))$/;

const shown = (file: Omit<OwnFile, 'id'>) => ({
  name: cleanFileName(file.name),
  size: sizeIn(file.size),
  isPicture: isPicture(file),
  isOpenable: PICTURE_TYPES.has(file.type) || TEXTS.test(file.type),
});

/** Of a message that is stored. What is drawn is as big as its bytes say, once they are there. */
export function fromRef(ref: FileRef, files: ReadonlyMap<string, FileAt>): ShownFile {
  const state = files.get(ref.id);
  const picture = pictureOf(state);
  const seen = state?.at === 'here' && !picture ? { isPicture: false } : {};
  return { key: ref.id, ref, ...shown(ref), ...seen, box: boxOf(picture ?? ref), state };
}

/** Of one that is not: its picture is that of when it was chosen. */
export const fromOwn = (file: OwnFile, files: ReadonlyMap<string, FileAt>): ShownFile => {
  const state = files.get(file.id);
  const about = shown(file);
  return { key: file.id, ref: undefined, ...about, isPicture: pictureOf(state) !== undefined, box: boxOf(file), state };
};

export const pictureOf = (state: FileAt | undefined): Picture | undefined =>
  state?.at === 'here' ? state.picture : undefined;

/** What a row looks like with these. */
export const filesVersion = (files: readonly ShownFile[]): string =>
  files.map(({ state }) => (state ? JSON.stringify(state) : '')).join();

/** As it is said aloud: `picture plan.png, 34 KB`. */
export const spokenFile = ({
  name,
  size,
  isPicture: isDrawn,
}: Pick<ShownFile, 'name' | 'size' | 'isPicture'>): string =>
  isDrawn ? t('picture {0}, {1}', name, size) : t('file {0}, {1}', name, size);

/** As a line of a text has it: `[plan.png, 34 KB]`. */
export const fileMarks = (files: readonly FileRef[] = []): readonly string[] =>
  files.map(({ name, size }) => `[${cleanFileName(name)}, ${sizeIn(size)}]`);

export const spokenRefs = (files: readonly FileRef[] = []): readonly string[] =>
  files.map((file) => spokenFile(shown(file)));

const NONE: ReadonlyMap<string, FileAt> = new Map();

/** What is known of files: by their id in messages, and by the id that they were chosen by. */
export const noFiles = { attached: [] as readonly Attached[], files: NONE };

/** A picture that came does not go, whatever else is done with it. */
export function withFile(files: ReadonlyMap<string, FileAt>, id: FileId, state: FileAt): ReadonlyMap<string, FileAt> {
  const picture = pictureOf(files.get(id));
  return new Map(files).set(id, state.at === 'here' && picture ? { picture, ...state } : state);
}

/** Their pictures are known by the ids that they were chosen by, also when they are on their way. */
export function withAttached(files: ReadonlyMap<string, FileAt>, attached: readonly Attached[]) {
  const news = attached.filter(({ id, picture }) => picture && pictureOf(files.get(id))?.url !== picture.url);
  if (news.length === 0) return files;
  return new Map([...files, ...news.map(({ id, picture }): [string, FileAt] => [id, { at: 'here', picture }])]);
}

/** Why these cannot be attached to what is there; undefined: they can. */
export function whyNotAttach(
  attached: readonly Attached[],
  chosen: readonly { readonly name: string; readonly size: number }[],
): string | undefined {
  if (attached.length + chosen.length > LIMITS.filesPerMessage)
    return t('A message carries up to {0} files.', LIMITS.filesPerMessage);
  const big = chosen.find(({ size }) => size > LIMITS.fileBytes);
  const most = LIMITS.fileBytes / 1024 / 1024;
  return big && t('{0} is bigger than {1} MB, which is the most that a file may have.', cleanFileName(big.name), most);
}

export const ownFile = ({ id, name, type, size, width, height }: Attached): OwnFile => ({
  ...{ id, name, type, size },
  ...(width !== undefined && height !== undefined && { width, height }),
});
