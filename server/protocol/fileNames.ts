import { LIMITS } from './limits';
import { textSize } from './text';

/** What Windows takes for a device, whatever stands behind the first dot. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?=\.|$)/iu;
/** Not shown, or turning what stands around; and lone surrogates. Made when it is first needed: no start should wait for it. */
const hidden = () => /[\p{C}\p{Zl}\p{Zp}\p{Bidi_C}\p{Default_Ignorable_Code_Point}]/gu;
const FORBIDDEN = /[<>:"|?*]/gu;
const NAMELESS = 'file';

/** A name that a file can have on every system, and that is what it looks like: of a path only its end. */
export function cleanFileName(raw: string): string {
  const last = raw.normalize('NFC').replace(hidden(), '').split(/[\\/]/u).at(-1) ?? '';
  const plain = ended(last.replace(FORBIDDEN, '_').replace(/\s+/gu, ' '));
  const short = ended(shortened(plain));
  if (short === '') return NAMELESS;
  return DEVICE.test(short) ? `_${short}` : short;
}

/** Windows drops spaces and dots from the end. Looked at from there: a name may be thousands of dots and one letter. */
function ended(name: string): string {
  let to = name.length;
  while (to > 0 && (name[to - 1] === '.' || name[to - 1] === ' ')) to -= 1;
  return name.slice(0, to).trimStart();
}

/** With its extension, which says what it is. One byte less than may be: an underscore may come before it. */
function shortened(name: string): string {
  const most = LIMITS.fileNameBytes - 1;
  if (textSize(name).bytes <= most) return name;
  const extension = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? '';
  let kept = '';
  let bytes = textSize(extension).bytes;
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - extension.length))) {
    bytes += textSize(segment).bytes;
    if (bytes > most) break;
    kept += segment;
  }
  return kept + extension;
}

/** `application/pdf`; of anything else that nothing is known. */
export function cleanFileType(raw: string): string {
  const type = raw.toLowerCase();
  return /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/.test(type) && type.length <= LIMITS.fileTypeChars
    ? type
    : 'application/octet-stream';
}
