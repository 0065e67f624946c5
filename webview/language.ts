import * as z from 'zod/mini';
import { speak } from './protocol/language';

const Texts = z.nullish(z.record(z.string(), z.string()));

/** What the host has written into the head, before anything is drawn. */
export function speakLikeTheEditor(): void {
  const written = document.querySelector<HTMLMetaElement>('meta[name=texts]')?.content;
  const texts = Texts.safeParse(JSON.parse(written ?? 'null'));
  speak(document.documentElement.lang, texts.data ?? undefined);
}
