import { runInNewContext } from 'node:vm';
import { emojiScript } from '../../webview/emojiData.mjs';
import { type Emoji, PackedEmoji, unpackEmoji } from '../../webview/state/emoji';

/** Those that the page loads. */
export function allEmoji(): readonly Emoji[] {
  const loaded: { alongsideEmoji?: unknown } = {};
  runInNewContext(emojiScript(), loaded);
  return unpackEmoji(PackedEmoji.parse(JSON.parse(JSON.stringify(loaded.alongsideEmoji))));
}
