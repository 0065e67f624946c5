import { type Emoji, PackedEmoji, unpackEmoji } from './state/emoji';

/**
 * Loads the script beside the page's own, by the same nonce: all that the page's policy lets in. Make it while the page's
 * script runs, call it later.
 */
export function createEmojiLoader(): () => Promise<readonly Emoji[] | undefined> {
  const own = document.currentScript as HTMLScriptElement;
  const { nonce, src } = own;
  return () =>
    new Promise((loaded) => {
      const script = document.createElement('script');
      script.nonce = nonce;
      script.src = new URL('emoji.js', src).href;
      script.addEventListener('load', () => {
        const packed = PackedEmoji.safeParse((globalThis as { alongsideEmoji?: unknown }).alongsideEmoji);
        loaded(packed.success ? unpackEmoji(packed.data) : undefined);
      });
      script.addEventListener('error', () => loaded(undefined));
      own.after(script);
    });
}
