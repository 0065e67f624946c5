/** The parts of an emoji that is one: what Unicode (UTS 51) calls an emoji ZWJ element, a flag, a keycap. */
const ELEMENT = String.raw`\p{Extended_Pictographic}(?:\u{FE0F}|\p{Emoji_Modifier})?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
const EMOJI = new RegExp(
  String.raw`^(?:${ELEMENT}(?:\u200D${ELEMENT})*|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)$`,
  'u',
);
/** The longest has ten code points of two units. */
const MOST_UNITS = 40;

/** Whether this is one emoji, also one that came after this version. */
export const isEmoji = (raw: string): boolean => raw.length <= MOST_UNITS && EMOJI.test(raw);
